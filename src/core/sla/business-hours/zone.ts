import { DAY, SECOND, type Duration, type Instant } from '#core/time.ts';
import { FIRST_YEAR, yearOf } from '#core/sla/business-hours/range.ts';

/** A local clock reading: milliseconds as though the zone were UTC, so `Date.UTC(2026, 0, 5, 9)` is nine o'clock there. */
export type WallTime = number;

/** From `from` (until the next segment) local clocks are `offset` ahead of UTC. */
interface Segment {
  readonly from: Instant;
  readonly offset: Duration;
}

/** A time zone; its segments are found once a year of use and then kept. */
export interface Zone {
  readonly name: string;
  readonly format: Intl.DateTimeFormat;
  readonly years: (readonly Segment[] | undefined)[];
}

// The zone data hold no two changes less than 6.9 days apart; a test compares every zone with the platform's own list.
const SAMPLE_EVERY: Duration = 3 * DAY;
// Local clocks differ from UTC by at most 16 hours, so a year's wall times lie within its instants and this much more.
const MARGIN: Duration = 2 * DAY;

// Zones are shared: a thousand calendars use a dozen of them. Bounded by the number of zone names there are.
const zones = new Map<string, Zone>();

/** The zone of an IANA name, or null when there is none of that name. */
export function findZone(name: string): Zone | null {
  const known = zones.get(name);
  if (known) return known;
  const format = zoneFormat(name);
  if (!format) return null;
  const canonical = format.resolvedOptions().timeZone;
  const zone = zones.get(canonical) ?? { name: canonical, format, years: [] };
  zones.set(canonical, zone);
  return zone;
}

function zoneFormat(name: string): Intl.DateTimeFormat | null {
  // Intl also takes bare offsets such as "+01:00": they are no IANA names and know no summer time
  if (!/^[A-Za-z]/.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** How far local clocks are ahead at a whole second. */
function offsetAt(zone: Zone, at: Instant): Duration {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] =
    zone.format.format(at).match(/\d+/g)?.map(Number) ?? [];
  return Date.UTC(year, month - 1, day, hour, minute, second) - at;
}

/** The first instant in (from, to] whose offset is not that of `from`; there must be one. */
function findChange(zone: Zone, from: Instant, to: Instant): Segment {
  const before = offsetAt(zone, from);
  let low = from / SECOND;
  let high = to / SECOND;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle * SECOND) === before) low = middle;
    else high = middle;
  }
  return { from: high * SECOND, offset: offsetAt(zone, high * SECOND) };
}

function findSegments(zone: Zone, year: number): Segment[] {
  const end = Date.UTC(year + 1, 0, 1) + MARGIN;
  let at = Date.UTC(year, 0, 1) - MARGIN;
  let offset = offsetAt(zone, at);
  const segments: Segment[] = [{ from: Number.NEGATIVE_INFINITY, offset }];
  while (at < end) {
    const next = at + SAMPLE_EVERY;
    if (offsetAt(zone, next) === offset) {
      at = next;
      continue;
    }
    const change = findChange(zone, at, next);
    segments.push(change);
    ({ from: at, offset } = change);
  }
  return segments;
}

/** The offsets of a UTC year with its margins, in order; the first segment reaches back without end. */
export function segmentsOf(zone: Zone, year: number): readonly Segment[] {
  return (zone.years[year - FIRST_YEAR] ??= findSegments(zone, year));
}

/**
 * The first instant at which the zone's clocks show `wall` or later: a skipped time becomes the moment of the jump,
 * a repeated time its first pass, a time on a skipped day the first instant after that day.
 */
export function resolveWall(zone: Zone, wall: WallTime): Instant {
  const segments = segmentsOf(zone, yearOf(wall));
  let found: Instant = wall;
  for (const [index, { from, offset }] of segments.entries()) {
    found = Math.max(from, wall - offset);
    const next = segments[index + 1];
    if (!next || found < next.from) break;
  }
  return found;
}
