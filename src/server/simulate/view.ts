import type { PersonRef } from '#contract/common.ts';
import type { LadderView, OutcomeView, SimulationView } from '#contract/simulation.ts';
import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import type { ClockKind } from '#core/sla/policy.ts';
import type { Fate } from '#core/simulate/fate.ts';
import type { Differing, Outcome } from '#core/simulate/outcome.ts';
import type { Config } from '#core/ticket/context.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { namesOf } from '#server/sla/config-read-store.ts';
import { titlesOf } from './ticket-read-store.ts';

const MOST_PEOPLE = 200;
const MOST_EXAMPLES = 100;
const MOST_CALLS = 50;

type Version = { config: Config; outcome: Outcome };
type Found = {
  tickets: number;
  from: Instant;
  until: Instant;
  live: Version;
  draft: Version;
  assumed: SimulationView['assumed'];
  differing: Differing[];
};

/** A simulation with names for people, paths and steps. */
export async function viewOf(tx: Tx, found: Found): Promise<SimulationView> {
  const { tickets, from, until, assumed, live, draft } = found;
  const examples = found.differing.toSorted(byDifference).slice(0, MOST_EXAMPLES);
  const promised = live.outcome.targets.filter(({ clock }) =>
    draft.outcome.targets.some((each) => each.clock === clock),
  );
  const both = new Set(promised.map(({ clock }) => clock));
  const misses = found.differing.map((each) => missesMore(each, (clock) => both.has(clock)));
  const ids = [
    ...[live, draft].flatMap(({ outcome }) => outcome.people.slice(0, MOST_PEOPLE).map(({ personId }) => personId)),
    ...examples.flatMap((each) => [each.live, each.draft].flatMap(shown).flatMap(({ told }) => told)),
  ];
  const overloaded = [live, draft].flatMap(({ outcome }) => outcome.overloads.map(({ teamId }) => teamId));
  const named = await namesOf(tx, { people: [...new Set(ids)], teams: [...new Set(overloaded)] });
  const people = new Map(named.people.map((person) => [person.id, person]));
  const teams = new Map(named.teams.map(({ id, name }) => [id, name]));
  const nameOf: NameOf = { person: (id) => people.get(id)!, team: (id) => teams.get(id) ?? String(id) };
  const titles = await titlesOf(
    tx,
    examples.map(({ ticketId }) => ticketId),
  );
  return {
    tickets,
    from,
    until,
    assumed,
    live: outcomeView(live, nameOf),
    draft: outcomeView(draft, nameOf),
    differ: found.differing.length,
    better: misses.filter((more) => more < 0).length,
    worse: misses.filter((more) => more > 0).length,
    examples: examples.map((each) => ({
      id: each.ticketId,
      ...titles.get(each.ticketId)!,
      live: ladderView(each.live, live.config, nameOf),
      draft: ladderView(each.draft, draft.config, nameOf),
    })),
  };
}

/** How many targets more, of those that count, the draft misses of a ticket. */
const missesMore = ({ live, draft }: Differing, counts: (clock: ClockKind) => boolean = () => true): number => {
  const missed = (fate: Fate): number => fate.missed.filter(({ clock }) => counts(clock)).length;
  return missed(draft) - missed(live);
};

/** Tickets that miss other targets first, then those for which people are called more or less often. */
const byDifference = (one: Differing, other: Differing): number =>
  Math.abs(missesMore(other)) - Math.abs(missesMore(one)) ||
  callsApart(other) - callsApart(one) ||
  one.ticketId - other.ticketId;

const callsApart = ({ live, draft }: Differing): number => Math.abs(draft.calls.length - live.calls.length);

const shown = ({ calls }: Fate): Fate['calls'] => calls.slice(0, MOST_CALLS);

type NameOf = { person: (id: PersonId) => PersonRef; team: (id: TeamId) => string };

const outcomeView = ({ outcome, config }: Version, nameOf: NameOf): OutcomeView => {
  const { tickets: _tickets, decisions: _decisions, people, empty, overloads, ...counts } = outcome;
  return {
    ...counts,
    overloads: overloads.map(({ teamId, ...each }) => ({ team: nameOf.team(teamId), ...each })),
    people: people
      .slice(0, MOST_PEOPLE)
      .map(({ personId, ...calls }) => ({ person: nameOf.person(personId), ...calls })),
    empty: empty.map(({ pathVersionId, stepIndex, times }) => ({
      path: config.path(pathVersionId).name,
      step: stepName(config, pathVersionId, stepIndex),
      times,
    })),
  };
};

const ladderView = (fate: Fate, config: Config, nameOf: NameOf): LadderView => ({
  calls: shown(fate).map(({ at, pathVersionId, stepIndex, told, cause }) => ({
    at,
    cause,
    path: config.path(pathVersionId).name,
    step: stepIndex === null ? null : stepName(config, pathVersionId, stepIndex),
    people: told.map(nameOf.person),
  })),
  approvals: fate.approvals,
  missed: fate.missed,
  met: fate.met,
});

const stepName = (config: Config, path: VersionId, index: number): string =>
  config.path(path).steps[index]?.name ?? String(index + 1);
