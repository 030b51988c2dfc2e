import type { PersonId, TicketId, VersionId } from '#core/ids.ts';
import type { ClockKind } from '#core/sla/policy.ts';
import { HOUR, type Instant } from '#core/time.ts';
import type { Call, Fate } from '#core/simulate/fate.ts';
import type { Overload } from '#core/simulate/queues.ts';
import type { Lived } from '#core/simulate/world.ts';

/** How often one person is called. */
export interface PersonCalls {
  personId: PersonId;
  calls: number;
  /** Calls by the hour of the day, of the zone that was asked for: 24 numbers. */
  byHour: number[];
  /** The whole hour since 1970 that held most of them. */
  busiest: { from: Instant; calls: number };
  notices: number;
  /** The most open tickets they had at once. */
  mostHeld: number;
  /** How often they were given a break for offers that they let pass. */
  breaksGiven: number;
}

/** What a version of the rules makes of many tickets. */
export interface Outcome {
  tickets: number;
  /** Tickets for which anybody was called. */
  escalated: number;
  /** How often a step or the last resort called somebody. */
  calls: number;
  lastResorts: number;
  acknowledgements: number;
  targets: { clock: ClockKind; met: number; missed: number }[];
  /** Steps that reached nobody, the most frequent first. */
  empty: { pathVersionId: VersionId; stepIndex: number; times: number }[];
  /** The most called first. */
  people: PersonCalls[];
  /** What people were asked to allow, and what came of it. */
  approvals: { granted: number; refused: number; expired: number };
  /** Teams that could not keep up. */
  overloads: Overload[];
  /** Acts of the past that these rules refuse. */
  refused: number;
  decisions: number;
  fingerprint: string;
}

/** Sums up a simulation; `hourOf` says which hour of the day (0–23) it is where the reader is. */
export function outcomeOf(lived: Lived, hourOf: (at: Instant) => number): Outcome {
  const { fates } = lived;
  const sum = (count: (fate: Fate) => number): number => fates.reduce((total, fate) => total + count(fate), 0);
  return {
    tickets: fates.length,
    escalated: fates.filter(({ calls }) => calls.length > 0).length,
    calls: sum(({ calls }) => calls.length),
    lastResorts: sum(({ calls }) => calls.filter(({ stepIndex }) => stepIndex === null).length),
    acknowledgements: sum(({ acknowledgements }) => acknowledgements),
    targets: targetsOf(fates),
    empty: emptySteps(fates),
    people: peopleOf(lived, hourOf),
    approvals: approvalsOf(fates),
    overloads: lived.overloads,
    refused: sum(({ refused }) => refused),
    decisions: lived.decisions,
    fingerprint: lived.fingerprint,
  };
}

function targetsOf(fates: Fate[]): Outcome['targets'] {
  const counts = new Map<ClockKind, { met: number; missed: number }>();
  const of = (clock: ClockKind): { met: number; missed: number } => {
    const found = counts.get(clock) ?? { met: 0, missed: 0 };
    counts.set(clock, found);
    return found;
  };
  for (const { met, missed } of fates) {
    for (const clock of met) of(clock).met += 1;
    for (const { clock } of missed) of(clock).missed += 1;
  }
  return [...counts]
    .map(([clock, count]) => ({ clock, ...count }))
    .toSorted((one, other) => (one.clock < other.clock ? -1 : 1));
}

function approvalsOf(fates: Fate[]): Outcome['approvals'] {
  const counts = { granted: 0, refused: 0, expired: 0 };
  for (const { approvals } of fates) for (const { why } of approvals) counts[why] += 1;
  return counts;
}

function emptySteps(fates: Fate[]): Outcome['empty'] {
  const counts = new Map<string, Outcome['empty'][number]>();
  for (const { pathVersionId, stepIndex } of fates.flatMap(({ skipped }) => skipped)) {
    const key = `${pathVersionId} ${stepIndex}`;
    const found = counts.get(key) ?? { pathVersionId, stepIndex, times: 0 };
    found.times += 1;
    counts.set(key, found);
  }
  return [...counts.values()].toSorted(
    (one, other) =>
      other.times - one.times || one.pathVersionId - other.pathVersionId || one.stepIndex - other.stepIndex,
  );
}

function peopleOf({ fates, notices, mostHeld, breaksGiven }: Lived, hourOf: (at: Instant) => number): PersonCalls[] {
  const byPerson = new Map<PersonId, { byHour: number[]; hours: Map<Instant, number> }>();
  for (const { calls } of fates) {
    for (const { at, told } of calls) {
      const hour = hourOf(at);
      const from = at - (at % HOUR);
      for (const person of told) {
        const found = byPerson.get(person) ?? { byHour: Array.from({ length: 24 }, () => 0), hours: new Map() };
        byPerson.set(person, found);
        found.byHour[hour]! += 1;
        found.hours.set(from, (found.hours.get(from) ?? 0) + 1);
      }
    }
  }
  return [...byPerson]
    .map(([personId, { byHour, hours }]) => ({
      personId,
      calls: byHour.reduce((total, each) => total + each, 0),
      byHour,
      busiest: [...hours]
        .map(([from, calls]) => ({ from, calls }))
        .reduce((most, each) =>
          each.calls > most.calls || (each.calls === most.calls && each.from < most.from) ? each : most,
        ),
      notices: notices.get(personId) ?? 0,
      mostHeld: mostHeld.get(personId) ?? 0,
      breaksGiven: breaksGiven.get(personId) ?? 0,
    }))
    .toSorted((one, other) => other.calls - one.calls || one.personId - other.personId);
}

/** One ticket's fate under two versions of the rules. */
export interface Differing {
  ticketId: TicketId;
  live: Fate;
  draft: Fate;
}

/**
 * The tickets whose fate differs: other people called, or at other moments, or by another place of the path, or other
 * targets met and missed. Both were lived from the same scripts.
 */
export function differing(live: Lived, draft: Lived): Differing[] {
  return live.fates.flatMap((fate, index) => {
    const other = draft.fates[index]!;
    return isSame(fate, other) ? [] : { ticketId: fate.ticketId, live: fate, draft: other };
  });
}

function isSame(one: Fate, other: Fate): boolean {
  return (
    sameList(one.calls, other.calls, sameCall) &&
    sameList(one.missed, other.missed, (miss, another) => miss.clock === another.clock && miss.at === another.at) &&
    sameList(one.met, other.met, Object.is) &&
    sameList(one.approvals, other.approvals, (end, another) => end.why === another.why && end.at === another.at) &&
    sameList(
      one.skipped,
      other.skipped,
      (skip, another) => skip.at === another.at && skip.stepIndex === another.stepIndex,
    )
  );
}

function sameCall(one: Call, other: Call): boolean {
  return one.at === other.at && one.stepIndex === other.stepIndex && sameList(one.told, other.told, Object.is);
}

function sameList<Item>(one: Item[], other: Item[], same: (one: Item, other: Item) => boolean): boolean {
  return one.length === other.length && one.every((item, index) => same(item, other[index]!));
}
