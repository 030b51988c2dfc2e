import type { Explanation, NextRule } from '#contract/explanation.ts';
import { openSeats, pendingApprovals } from '#core/approval/approval.ts';
import { ACCEPT_MS } from '#core/leg/leg.ts';
import { legLookAt } from '#core/leg/leg-time.ts';
import { can } from '#core/people/can.ts';
import type { PersonId, TicketId, VersionId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import { dueAt, escalationEvent, nextEvent, type NextEvent } from '#core/ticket/due.ts';
import { openQuestions } from '#core/question/question.ts';
import { keyOf } from '#core/sla/policy.ts';
import { responsibleFor } from '#core/ticket/responsible.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Door } from './act.ts';
import { readTicketCycles } from './cycle-list-store.ts';
import { readClockLog, readLog } from './event-store.ts';
import { explainChoice } from './explain-choice.ts';
import { explainClock } from './explain-clock.ts';
import { explainTier } from './explain-tier.ts';
import { namedByLegs } from './leg-view.ts';
import { numbersOf, reasonsOf, versionsInLog } from './explain-log.ts';
import { versionsOf } from './listed-row.ts';
import { readRefusals } from './explain-refusals-store.ts';
import { weighCandidates } from './read-candidates.ts';
import { readPeople, readTicket, type ReadTicket } from './read-ticket.ts';
import { readEvents } from './read-thread.ts';
import { readVersionNames, type VersionName } from '#server/sla/config-read-store.ts';

/** Most of the log that is told. */
const MOST_EVENTS = 200;
/** Most of its clocks' cycles. */
const MOST_CYCLES = 100;
/** As much of the newest log is read to say how the clocks ran. */
const MOST_READ = 2_000;

type Versions = ReadonlyMap<VersionId, VersionName>;
type Needed = Pick<Door, 'config' | 'clock'>;

/** The id of the ticket people call by this number; null when there is none. */
export const ticketOfNumber = async (tx: Tx, number: number): Promise<TicketId | null> => {
  const { rows } = await tx.query<{ id: TicketId }>('select id from ticket where number = $1', [number]);
  return rows[0]?.id ?? null;
};

/** Why a ticket stands as it does, to somebody who may see it; null when there is none that they may. */
export const explainTicket = (
  db: Pick<Database, 'withTransaction'>,
  door: Needed,
  actor: Actor,
  ticketId: TicketId,
): Promise<Explanation | null> =>
  db.withTransaction(
    async (tx) => {
      const read = await readTicket(tx, ticketId);
      if (read === null || !can(actor, 'ticket.read', read.access)) return null;
      return explain(tx, door, actor, read);
    },
    { isolation: 'repeatable read' },
  );

const explain = async (
  tx: Tx,
  { config, clock }: Needed,
  actor: Actor,
  { ticket, row }: ReadTicket,
): Promise<Explanation> => {
  const now = Math.max(await clock.now(tx), ticket.lastEventAt);
  const named = [
    ...versionsOf(row),
    ticket.policyVersionId,
    ...ticket.clocks.map((each) => each.calendarVersionId),
    ...ticket.escalations.map((each) => each.pathVersionId),
  ];
  // a very long log is told without its reasons: they need all of it
  const whole = ticket.seq <= MOST_READ ? await readLog(tx, ticket.id) : [];
  named.push(...versionsInLog(whole));
  await config.ensure(tx, named);
  const versions = await readVersionNames(tx, named);
  const log = await readClockLog(tx, ticket.id, ticket.seq - MOST_READ);
  const responsible = responsibleFor(ticket);
  const people = await readPeople(tx, peopleIn(ticket, config));
  const policy = config.policy(ticket.policyVersionId);
  const next = nextEvent(ticket);
  return {
    id: ticket.id,
    number: row.number,
    subject: row.subject,
    status: ticket.status,
    severity: ticket.severity,
    responsible: {
      person: responsible.personId === null ? null : (people.get(responsible.personId) ?? null),
      team: { id: row.team_id, name: row.team_name },
      because: responsible.because,
    },
    tier: await explainTier(tx, ticket, whole),
    next: next === null ? null : { ...next, because: ruleOf(next, ticket, config, versions, people) },
    looksAt: dueAt(ticket),
    chosen: await explainChoice(tx, ticket.id),
    clocks: ticket.clocks.map((each) => {
      const known = {
        policy: versions.get(ticket.policyVersionId)!,
        calendar: versions.get(each.calendarVersionId)!,
        pauseIn: policy.targets.find((target) => keyOf(target) === each.key)?.pauseIn ?? [],
      };
      const told = explainClock(each, known, config.calendar(each.calendarVersionId).hours, log, now);
      return { ...told, complete: told.complete && ticket.seq <= MOST_READ };
    }),
    cycles: await readTicketCycles(tx, ticket.id, MOST_CYCLES),
    log: await readEvents(tx, actor, ticket.id, { after: Math.max(0, ticket.seq - MOST_EVENTS), limit: MOST_EVENTS }),
    teams: await readTeamNames(tx, [
      row.team_id,
      ...whole.flatMap(({ event }) => ('teamId' in event ? event.teamId : [])),
    ]),
    reasons: reasonsOf(whole, { config, versions }),
    numbers: numbersOf(whole),
    candidates: ticket.distribution === null ? null : await weighCandidates(tx, { clock }, ticket),
    refusals: await readRefusals(tx, ticket.id),
    now,
  };
};

/** Everyone an explanation may name. */
const peopleIn = (ticket: Ticket, config: Needed['config']): PersonId[] => {
  const { personId } = responsibleFor(ticket);
  return [
    ...ticket.escalations.flatMap((each) => (each.status === 'acknowledged' ? [each.by] : [])),
    ...ticket.escalations.flatMap((each) => config.path(each.pathVersionId).lastResort),
    ...namedByLegs(ticket.legs),
    ...ticket.approvals.flatMap(openSeats).flatMap(({ told }) => told),
    ...(ticket.snooze === null ? [] : [ticket.snooze.by]),
    ...(personId === null ? [] : [personId]),
  ];
};

const readTeamNames = async (tx: Tx, ids: number[]): Promise<Explanation['teams']> => {
  const { rows } = await tx.query<{ id: number; name: string }>(
    'select id, name from team where id = any($1) order by name',
    [[...new Set(ids)]],
  );
  return rows;
};

/** Whose turn it is to decide; the first of those that are due then. */
const approvalRule = (ticket: Ticket, people: People): NextRule => {
  const due = pendingApprovals(ticket.approvals).flatMap((approval) =>
    openSeats(approval).map((seat) => ({ seat, decideMs: approval.decideMs })),
  );
  const first = due.toSorted((one, other) => one.seat.decideBy - other.seat.decideBy)[0];
  if (first === undefined) return { rule: 'other' };
  return {
    rule: 'approval',
    people: first.seat.told.map((id) => people.get(id)?.name ?? ''),
    decideMs: first.decideMs,
  };
};

/** Which part is due, and who has it or is offered it. */
const legRule = ({ at }: NextEvent, ticket: Ticket, people: People): NextRule => {
  const leg = ticket.legs.find((each) => legLookAt(each, ticket) === at);
  const named = (ids: number[]): string[] => ids.map((id) => people.get(id)?.name ?? '');
  if (leg?.status === 'offered') {
    return { rule: 'leg', people: named(leg.told), until: 'taken', withinMs: leg.acceptMs };
  }
  if (leg?.status !== 'acknowledged') return { rule: 'other' };
  const { handBack, lapsesAt, doBy, doMs, by } = leg;
  if (handBack !== null && handBack.acceptBy < (lapsesAt ?? doBy)) {
    return { rule: 'leg', people: named([handBack.to]), until: 'taken_back', withinMs: ACCEPT_MS };
  }
  return { rule: 'leg', people: named([by]), until: lapsesAt === null ? 'done' : 'lost', withinMs: doMs };
};

type People = Awaited<ReturnType<typeof readPeople>>;

/** Which rule makes the next event happen when it does. */
const ruleOf = (
  next: NextEvent,
  ticket: Ticket,
  config: Needed['config'],
  versions: Versions,
  people: People,
): NextRule => {
  if (next.kind === 'close') return { rule: 'close' };
  if (next.kind === 'snooze' && ticket.snooze !== null) {
    const person = people.get(ticket.snooze.by);
    return person === undefined ? { rule: 'other' } : { rule: 'snooze', person };
  }
  if (next.kind === 'approval') return approvalRule(ticket, people);
  if (next.kind === 'leg') return legRule(next, ticket, people);
  const asked = openQuestions(ticket.questions).find(({ answerBy }) => answerBy === next.at);
  if (next.kind === 'question' && asked !== undefined) return { rule: 'question', answerMs: asked.answerMs };
  const clock = ticket.clocks.find(
    (each) => each.kind === next.kind && each.state === 'running' && each.dueAt === next.at,
  );
  if (clock !== undefined) {
    const policy = versions.get(ticket.policyVersionId)!;
    const calendar = versions.get(clock.calendarVersionId)!;
    return { rule: 'target', clock: clock.kind, policy, calendar, targetMs: clock.targetMs };
  }
  for (const escalation of ticket.escalations) {
    const path = config.path(escalation.pathVersionId);
    const isNext = escalationEvent(escalation, ticket).some(({ at }) => at === next.at);
    const named = { path: versions.get(path.versionId)! };
    if (next.kind === 'step' && escalation.status === 'climbing' && isNext) {
      const waited = escalation.stepIndex === null ? undefined : path.steps[escalation.stepIndex];
      const after = path.steps[(escalation.stepIndex ?? -1) + 1];
      return {
        rule: 'step',
        ...named,
        waited: waited?.name ?? null,
        waitMs: waited?.waitMs ?? null,
        next: after?.name ?? null,
      };
    }
    if (next.kind === 'last_resort' && escalation.status === 'last_resort' && isNext) {
      const told = path.lastResort.map((id) => people.get(id)?.name ?? '');
      return { rule: 'last_resort', ...named, everyMs: path.lastResortEveryMs ?? 0, people: told };
    }
    if (next.kind === 'confirm' && escalation.status === 'acknowledged' && isNext) {
      const withinMs = (path.remindAfterMs ?? 0) + (path.confirmWithinMs ?? 0);
      return { rule: 'loan', ...named, person: people.get(escalation.by)!, withinMs };
    }
  }
  return { rule: 'other' };
};
