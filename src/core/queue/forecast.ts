import { addOpenTime, type BusinessHours } from '#core/sla/business-hours.ts';
import type { TicketId } from '#core/ids.ts';
import { HOUR, type Duration, type Instant } from '#core/time.ts';

/** How far a forecast looks: as far as the arrivals of the last half-hour say anything. */
export const FORECAST_HORIZON: Duration = 3 * HOUR;
/** More owed answers than this are not played through; a queue that long is overloaded whatever comes. */
export const MOST_OWED = 5_000;

/** A ticket that somebody is owed an answer on, and by when. */
export interface Owed {
  ticketId: TicketId;
  dueAt: Instant;
}

/** From `from` until `until` a person answers. */
export interface Working {
  from: Instant;
  until: Instant;
}

/** What a forecast is made of, as it stands at one moment. */
export interface QueueFacts {
  /** Running clocks of answers that are owed and not late yet. */
  owed: Owed[];
  /** Tickets that came in, by hour, at the pace of the last half-hour. */
  arrivalsPerHour: number;
  /** When each person of the team answers within the horizon: shifts, absences, breaks and presence taken out. */
  working: Working[][];
  /** How long one person takes for one answer. */
  answerMs: Duration;
  /** What a ticket that comes in is promised: so much of these hours. */
  promise: { hours: BusinessHours; targetMs: Duration };
}

/** What will come of it when nothing changes. */
export interface Forecast {
  at: Instant;
  arrivalsPerHour: number;
  /** Answers an hour of everybody who answers now. */
  drainPerHour: number;
  /** Answers owed now. */
  owed: number;
  /** Answers that will be late within the horizon, when the first is, and on which ticket (null = one still to come). */
  late: number;
  firstLateAt: Instant | null;
  firstLateTicketId: TicketId | null;
}

interface Job {
  ticketId: TicketId | null;
  releasedAt: Instant;
  dueAt: Instant;
}

/**
 * Plays the coming hours through: who works answers one ticket after the other, of those that are there the earliest due
 * first, while more come in at the present pace. Deterministic; as many steps as there are answers and changes of who
 * works.
 */
export function forecastQueue(facts: QueueFacts, now: Instant): Forecast {
  const end = now + FORECAST_HORIZON;
  const late = lateJobs(facts, now, end);
  const first = late.toSorted((one, other) => one.dueAt - other.dueAt)[0] ?? null;
  const here = facts.working.filter((spans) => spans.some(({ from, until }) => from <= now && now < until)).length;
  return {
    at: now,
    arrivalsPerHour: facts.arrivalsPerHour,
    drainPerHour: (here * HOUR) / facts.answerMs,
    owed: facts.owed.length,
    late: late.length,
    firstLateAt: first?.dueAt ?? null,
    firstLateTicketId: first?.ticketId ?? null,
  };
}

/** Which answers come too late, of those that are due within the horizon. */
function lateJobs(facts: QueueFacts, now: Instant, end: Instant): Job[] {
  const line = new Line(facts, now, end);
  const late: Job[] = [];
  const finish = (job: Job, at: Instant): void => {
    if (at > job.dueAt && job.dueAt <= end) late.push(job);
  };
  let inHand: Job | null = null;
  // how much of the answer in hand is done
  let progress = 0;
  for (const { from, until, people } of staffing(facts.working, now, end)) {
    const pace = people / facts.answerMs;
    let at = from;
    while (people > 0 && at < until) {
      inHand ??= line.next(at);
      if (inHand === null) {
        at = line.nextReleaseAt;
        continue;
      }
      const done = at + (1 - progress) / pace;
      if (done > until) {
        progress += (until - at) * pace;
        break;
      }
      finish(inHand, done);
      [inHand, progress, at] = [null, 0, done];
    }
  }
  for (const job of [...(inHand === null ? [] : [inHand]), ...line.rest]) finish(job, Infinity);
  return late;
}

/** What is owed, and what comes in meanwhile: each is due after what came before it. */
class Line {
  readonly #owed: Job[];
  readonly #coming: Job[];
  #owedPlace = 0;
  #comingPlace = 0;

  constructor({ owed, arrivalsPerHour, promise }: QueueFacts, now: Instant, end: Instant) {
    this.#owed = owed
      .toSorted((one, other) => one.dueAt - other.dueAt)
      .slice(0, MOST_OWED)
      .map((each) => ({ ...each, releasedAt: now }));
    this.#coming = [];
    const every = arrivalsPerHour > 0 ? HOUR / arrivalsPerHour : Infinity;
    for (let at = now + every; at < end && this.#coming.length < MOST_OWED; at += every) {
      const promised = addOpenTime(promise.hours, Math.floor(at), promise.targetMs);
      const dueAt = promised.ok && promised.at !== null ? promised.at : Infinity;
      this.#coming.push({ ticketId: null, releasedAt: at, dueAt });
    }
  }

  /** Takes the one that is due first of those that are there; null when none is. */
  next(at: Instant): Job | null {
    const owed = this.#owed[this.#owedPlace];
    const coming = this.#coming[this.#comingPlace];
    const isThere = coming !== undefined && coming.releasedAt <= at;
    if (isThere && (owed === undefined || coming.dueAt < owed.dueAt)) {
      this.#comingPlace += 1;
      return coming;
    }
    if (owed === undefined) return null;
    this.#owedPlace += 1;
    return owed;
  }

  /** When the next comes in; Infinity when none will. */
  get nextReleaseAt(): Instant {
    return this.#coming[this.#comingPlace]?.releasedAt ?? Infinity;
  }

  /** What nobody took. */
  get rest(): Job[] {
    return [...this.#owed.slice(this.#owedPlace), ...this.#coming.slice(this.#comingPlace)];
  }
}

/** How many work, from each change to the next. */
function staffing(working: Working[][], now: Instant, end: Instant) {
  const spans = working.flat();
  const inside = spans.flatMap(({ from, until }) => [from, until]).filter((at) => at > now && at < end);
  const edges = [...new Set([now, ...inside, end])].toSorted((one, other) => one - other);
  return edges.slice(0, -1).map((from, index) => ({
    from,
    until: edges[index + 1]!,
    people: working.filter((each) => each.some((span) => span.from <= from && from < span.until)).length,
  }));
}
