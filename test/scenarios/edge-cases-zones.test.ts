import { expect, test } from 'vitest';
import { compileCalendar, type BusinessHours } from '#core/sla/business-hours.ts';
import type { Target } from '#core/sla/policy.ts';
import type { Config } from '#core/ticket/context.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { ZONE_DATA } from '#server/platform/clock.ts';
import { readLogs } from '#server/ticket/event-store.ts';
import { zoneSource } from '#server/ticket/sweep-zones.ts';
import { AROUND_THE_CLOCK, config, history, HOUR_TO_REPLY } from '#test/harness/core.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { replayed } from '#test/harness/pair.ts';
import { opensOnSteps } from '#test/harness/step-desk.ts';

const DAY_ROWS: [string, string][] = [['08:00', '18:00']];
const hoursIn = (timeZone: string): BusinessHours => {
  const each = { mon: DAY_ROWS, tue: DAY_ROWS, wed: DAY_ROWS, thu: DAY_ROWS, fri: DAY_ROWS };
  const compiled = compileCalendar({ timeZone, week: { ...each, sat: DAY_ROWS, sun: DAY_ROWS } });
  if (!compiled.ok) throw new Error('the test calendar is invalid');
  return compiled.calendar;
};
const every = (targetMs: number) => ({ S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs });
const [REPLY] = HOUR_TO_REPLY.targets;
const targets: Target[] = [
  { ...REPLY!, targetMs: every(2 * HOUR), warnPercents: [], calendarVersionId: AROUND_THE_CLOCK },
  { ...REPLY!, kind: 'resolution', targetMs: every(22 * HOUR), warnPercents: [50] },
];

/** One calendar as it was read before, and as it is read since the time zone data was renewed: changed by `renew`. */
function renewable(before: string, after: string): Config & { renew(): void } {
  const base = config({ policy: { ...HOUR_TO_REPLY, targets } });
  const zone = { name: before, data: '2001a' };
  return {
    ...base,
    calendar: (versionId) =>
      versionId === AROUND_THE_CLOCK
        ? base.calendar(versionId)
        : { kind: 'calendar', versionId, name: 'Local', hours: hoursIn(zone.name) },
    get zoneData() {
      return zone.data;
    },
    renew: () => void Object.assign(zone, { name: after, data: ZONE_DATA }),
  };
}

// Each zone as it is known today, and the offset that was believed of it from the morning after.
const ABOLISHED = [
  ['Mexico has had no summer time since October 2022', 'America/Mexico_City', 'Etc/GMT+5', '2023-04-01', '-06:00'],
  ['Kazakhstan has had one time since March 2024', 'Asia/Almaty', 'Etc/GMT-6', '2024-02-29', '+06:00'],
  ['Paraguay stays in summer time since October 2024', 'America/Asuncion', 'Etc/GMT+4', '2025-03-22', '-03:00'],
] as const;

test.each(ABOLISHED)(
  'edge case 16: %s: new time zone data moves what is to come, and nothing that was missed',
  (_, zone, believed, day, offset) => {
    const renewed = renewable(believed, zone);
    const opened = Date.parse(`${day}T20:00:00${offset}`);
    const lived = history(opened, { config: renewed });
    const dueOf = (key: string): Instant | null => {
      const clock = lived.ticket.clocks.find((each) => each.key === key);
      return clock?.state === 'running' ? clock.dueAt : null;
    };
    lived.tick(opened + 4 * HOUR);
    const [missed, believedDue] = [lived.ticket.clocks[0]!.breachedAt, dueOf('resolution')];
    renewed.renew();
    const decision = lived.at(opened + 4 * HOUR, { type: 'recheck', cause: 'zone_data' });
    expect(decision.ok && decision.events).toMatchObject([
      { type: 'clock_retargeted', clock: 'resolution', zoneData: ZONE_DATA },
      // what climbs for the target that was missed waits for the same morning
      { type: 'moments_rezoned', moved: [{ part: 'step' }], zoneData: ZONE_DATA },
    ]);
    const fresh = history(opened, { config: renewed }).ticket.clocks.find(({ key }) => key === 'resolution');
    expect(fresh).toMatchObject({ dueAt: dueOf('resolution') });
    expect(Math.abs(dueOf('resolution')! - believedDue!)).toBe(HOUR);
    expect(lived.ticket.clocks[0]).toMatchObject({ key: 'first_reply', breachedAt: missed });
    expect(replayed(lived.log)).toEqual(lived.ticket);
    const again = lived.at(opened + 4 * HOUR, { type: 'recheck', cause: 'zone_data' });
    expect(again).toMatchObject({ ok: true, events: [] });
  },
);

test('edge case 16: what is past by the new rules is missed when they are known, and not before', () => {
  const renewed = renewable('Etc/GMT+4', 'America/Asuncion');
  const opened = Date.parse('2025-03-22T20:00:00-03:00');
  const lived = history(opened, { config: renewed, open: { openedBy: 'agent' } });
  // 22 hours from the 23rd at 8: the 25th at 10 o'clock, an hour sooner than was believed
  const now = Date.parse('2025-03-25T10:30:00-03:00');
  lived.tick(now);
  const resolution = () => lived.ticket.clocks.find(({ key }) => key === 'resolution');
  expect(resolution()).toMatchObject({ breachedAt: null });
  renewed.renew();
  lived.at(now, { type: 'recheck', cause: 'zone_data' });
  expect(resolution()).toMatchObject({ breachedAt: now, breachCause: 'calendar_change' });
});

test('edge case 16: the version is kept with each moment, and a process with newer data computes anew what is to come', async () => {
  const db = await testDatabase();
  const desk = await openDesk(db);
  const [missed, ahead, newer] = [await desk.opens(), await desk.opens(), await desk.opens()];
  const clocks = async (id: number) =>
    (await db.query<{ zone_data: string; due_at: Instant }>('select * from sla_clock where ticket_id = $1', [id]))
      .rows[0]!;
  expect(await clocks(ahead)).toMatchObject({ zone_data: ZONE_DATA });
  const due = (await clocks(ahead)).due_at;
  // as an older process would have left them: an hour off, and one that is newer than this process
  const believed = async (id: number, version: string, at: Instant) => {
    await db.query('update sla_clock set zone_data = $2, due_at = $3 where ticket_id = $1', [
      id,
      version,
      new Date(at),
    ]);
  };
  await believed(missed, '2001a', due - HOUR + MINUTE);
  await believed(ahead, '2001a', due + HOUR);
  await believed(newer, '9999z', due + HOUR);
  desk.clock.advance(10 * MINUTE);
  await desk.ticks(missed);
  const source = zoneSource(db, desk.door);
  while ((await source.act(100)) > 0);
  expect(await clocks(ahead)).toMatchObject({ due_at: due, zone_data: ZONE_DATA });
  expect(await clocks(missed)).toMatchObject({ due_at: due - HOUR + MINUTE, zone_data: '2001a' });
  expect(await clocks(newer)).toMatchObject({ due_at: due + HOUR, zone_data: '9999z' });
  const log = (await readLogs(db, [ahead])).get(ahead)!;
  expect(log.at(-1)?.event).toMatchObject({ type: 'clock_retargeted', zoneData: ZONE_DATA, outlook: { dueAt: due } });
  expect(await zoneSource(db, desk.door).act(100)).toBe(0);
  desk.clock.advance(DAY);
  await desk.ticks(ahead);
  expect(
    (await db.query(`select from sla_clock where ticket_id = $1 and breached_at = due_at`, [ahead])).rows,
  ).toHaveLength(1);
});

test('edge case 16: a climb and what hangs on it go on by the new rules as well, also where nothing is measured any more', async () => {
  const db = await testDatabase();
  const desk = await openDesk(db);
  const opens = await opensOnSteps(db, desk, { waitIn: 'business' });
  const raised = async () => {
    const id = await opens();
    await desk.does(id, desk.petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
    await db.query('delete from sla_clock where ticket_id = $1', [id]);
    return id;
  };
  const [behind, newer] = [await raised(), await raised()];
  const stands = async (id: number) =>
    (
      await db.query<{ zone_data: string; next_at: Instant; due_at: Instant }>(
        'select t.zone_data, t.due_at, e.next_at from ticket t join escalation e on e.ticket_id = t.id where t.id = $1',
        [id],
      )
    ).rows[0]!;
  const { next_at: nextAt, zone_data: version } = await stands(behind);
  expect(version).toBe(ZONE_DATA);
  const believed = async (id: number, zoneData: string) => {
    await db.query('update ticket set zone_data = $2 where id = $1', [id, zoneData]);
    await db.query('update escalation set next_at = $2 where ticket_id = $1', [id, new Date(nextAt + HOUR)]);
  };
  await believed(behind, '2001a');
  await believed(newer, '9999z');
  const source = zoneSource(db, desk.door);
  while ((await source.act(100)) > 0);
  expect(await stands(behind)).toEqual({ zone_data: ZONE_DATA, next_at: nextAt, due_at: nextAt });
  expect(await stands(newer)).toMatchObject({ zone_data: '9999z', next_at: nextAt + HOUR });
  const log = (await readLogs(db, [behind])).get(behind)!;
  expect(log.at(-1)?.event).toMatchObject({ type: 'moments_rezoned', zoneData: ZONE_DATA });
  expect(await zoneSource(db, desk.door).act(100)).toBe(0);
  // what a process with older data writes is for the newer one to look at again
  await desk.does(newer, desk.petra, { type: 'set_severity', severity: 'S1' });
  expect(await stands(newer)).toMatchObject({ zone_data: ZONE_DATA });
});
