import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { forecastQueue, type Owed } from '#core/queue/forecast.ts';
import { decideQueue, evolveQueue, type PressureChanged, type Queue } from '#core/queue/queue.ts';
import type { TeamRouting } from '#core/queue/team-routing.ts';
import { workingTimes } from '#core/queue/working.ts';
import type { PlannedBreak } from '#core/agent/agent.ts';
import type { Config } from '#core/ticket/context.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, NEVER, type Duration, type Instant } from '#core/time.ts';

/** How a team distributes, and how long one of it takes for an answer. */
export type SimulatedTeam = Omit<TeamRouting, 'isOverloaded'> & { answerMs: Duration };

/** How often, and for how long in all, a team could not keep up with what came. */
export interface Overload {
  teamId: TeamId;
  times: number;
  lastedMs: Duration;
}

/** The desk forecasts each minute. Here what changed is forecast after so long … */
const AFTER_CHANGE: Duration = 5 * MINUTE;
/** … and what only waits, after so long. */
const WHILE_OWED: Duration = 30 * MINUTE;
/** The pace of arrivals is that of so long. */
const PACE_OVER: Duration = 30 * MINUTE;

interface TeamQueue {
  team: SimulatedTeam;
  queue: Queue;
  /** By place: until when somebody is owed an answer that is not late yet. */
  owed: Map<number, Instant>;
  /** Places of tickets that wait for somebody whom they are offered to. */
  waiting: Set<number>;
  /** When the latest tickets came. */
  came: Instant[];
  /** By which policy the ticket that moved last is promised an answer. */
  policyVersionId: VersionId | null;
  lookedAt: Instant;
  changed: boolean;
  lastedMs: Duration;
  times: number;
}

/** What the teams owe while simulated time goes on, and whether they keep up with it. */
export class Queues {
  readonly #queues: TeamQueue[];
  readonly #byTeam: Map<TeamId, TeamQueue>;
  /** As decisions are told; an overload changes it in place. */
  readonly routing: TeamRouting[];

  constructor(teams: readonly SimulatedTeam[]) {
    this.#queues = teams.map((team) => ({
      team,
      queue: { teamId: team.teamId, seq: 0, pressure: 'calm', since: null, stoodStillAt: null },
      owed: new Map(),
      waiting: new Set(),
      came: [],
      policyVersionId: null,
      lookedAt: -NEVER,
      changed: false,
      lastedMs: 0,
      times: 0,
    }));
    this.#byTeam = new Map(this.#queues.map((each) => [each.team.teamId, each]));
    this.routing = teams.map(({ answerMs: _answerMs, ...team }) => ({ ...team, isOverloaded: false }));
  }

  /** Puts down what a ticket became; the index of the team that has more to do by it, or null. */
  follow(before: Ticket | null, after: Ticket, place: number): number | null {
    if (before !== null && before.teamId !== after.teamId) {
      const left = this.#byTeam.get(before.teamId);
      left?.owed.delete(place);
      left?.waiting.delete(place);
    }
    const its = this.#byTeam.get(after.teamId);
    if (its === undefined) return null;
    if (before === null) its.came.push(after.lastEventAt);
    its.policyVersionId = after.policyVersionId;
    if (after.distribution?.state === 'waiting') its.waiting.add(place);
    else its.waiting.delete(place);
    const dueAt = answerDueAt(after);
    const known = its.owed.get(place);
    if (dueAt === null) its.owed.delete(place);
    else if (dueAt !== known) its.owed.set(place, dueAt);
    its.changed ||= dueAt !== null && dueAt !== known;
    return its.changed ? this.#queues.indexOf(its) : null;
  }

  /** Somebody is absent, on a break or back: what their teams make of it. */
  turned(teams: readonly TeamId[]): number[] {
    return this.#queues.flatMap((each, index) => {
      if (!teams.includes(each.team.teamId) || each.owed.size === 0) return [];
      each.changed = true;
      return index;
    });
  }

  /** When a team is forecast next; NEVER while it owes nothing. */
  dueAt(index: number): Instant {
    const { queue, owed, lookedAt, changed } = this.#queues[index]!;
    if (owed.size === 0 && queue.pressure === 'calm') return NEVER;
    return lookedAt + (changed || queue.pressure !== 'calm' ? AFTER_CHANGE : WHILE_OWED);
  }

  /** The tickets of a team that wait for somebody. */
  waiting(index: number): Iterable<number> {
    return this.#queues[index]!.waiting;
  }

  /** Forecasts a team; what follows from it, with the place of the ticket that would be late first. */
  forecast(
    index: number,
    { roster, breaksOf, config, now }: Seen,
  ): (PressureChanged & { team: SimulatedTeam; place: number | null })[] {
    const its = this.#queues[index]!;
    const { team, policyVersionId } = its;
    its.changed = false;
    its.lookedAt = now;
    const target =
      policyVersionId === null
        ? undefined
        : config.policy(policyVersionId).targets.find(({ kind }) => kind === 'first_reply');
    if (target === undefined) return [];
    its.came = its.came.filter((at) => at > now - PACE_OVER);
    const owed: Owed[] = [...its.owed].flatMap(([ticketId, dueAt]) => (dueAt > now ? { ticketId, dueAt } : []));
    const working = roster
      .filter(({ tier, teamIds }) => tier !== null && teamIds.includes(team.teamId))
      .map((person) => workingTimes(person, breaksOf(person.id), team.mode, now));
    const promise = { hours: config.calendar(target.calendarVersionId).hours, targetMs: target.targetMs.S3 };
    const arrivalsPerHour = (its.came.length * HOUR) / PACE_OVER;
    const forecast = forecastQueue({ owed, arrivalsPerHour, working, answerMs: team.answerMs, promise }, now);
    const events = decideQueue(its.queue, forecast);
    for (const event of events) this.#become(index, event, now);
    return events.map((event) => ({ ...event, team, place: event.forecast.firstLateTicketId }));
  }

  #become(index: number, event: PressureChanged, now: Instant): void {
    const its = this.#queues[index]!;
    if (event.from === 'overloaded') its.lastedMs += now - (its.queue.since ?? now);
    if (event.to === 'overloaded') its.times += 1;
    its.queue = evolveQueue(its.queue, event, now);
    this.routing[index]!.isOverloaded = event.to === 'overloaded';
  }

  /** What was too much, up to `until`; teams that always kept up are left out. */
  overloads(until: Instant): Overload[] {
    return this.#queues.flatMap(({ team, queue, times, lastedMs }) => {
      const still = queue.pressure === 'overloaded' ? until - (queue.since ?? until) : 0;
      return times === 0 ? [] : { teamId: team.teamId, times, lastedMs: lastedMs + still };
    });
  }
}

interface Seen {
  roster: readonly RosterPerson[];
  breaksOf: (personId: PersonId) => PlannedBreak[];
  config: Config;
  now: Instant;
}

/** Until when somebody is owed an answer; null when nobody is, or it is late already. */
function answerDueAt({ status, clocks }: Ticket): Instant | null {
  if (status !== 'new' && status !== 'open') return null;
  let first = NEVER;
  for (const clock of clocks) {
    const isAnswer = clock.kind === 'first_reply' || clock.kind === 'next_reply';
    if (isAnswer && clock.state === 'running' && clock.breachedAt === null) {
      first = Math.min(first, clock.dueAt ?? NEVER);
    }
  }
  return first === NEVER ? null : first;
}
