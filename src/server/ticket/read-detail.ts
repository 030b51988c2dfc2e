import type { TicketDetail } from '#contract/ticket.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { can } from '#core/people/can.ts';
import { ESCALATION_REASONS } from '#core/escalation/escalation.ts';
import { askGate } from '#core/escalation/gate.ts';
import { climbsAfter } from '#core/escalation/trigger.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import { responsibleFor } from '#core/ticket/responsible.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { versionsNamed } from '#core/ticket/versions-named.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Door } from './act.ts';
import { approvalView, namedByApprovals } from './approval-view.ts';
import { clockView } from './clock-view.ts';
import { escalationView, namedBy, pathView, type NameOf } from './escalation-view.ts';
import { gatherPeople } from './gather.ts';
import { listed, versionsOf } from './listed-row.ts';
import { questionViews } from './question-view.ts';
import { promiseView } from './promise-view.ts';
import { legView, namedByLegs } from './leg-view.ts';
import { readInSight, readLinks } from './link-read-store.ts';
import { readCopies, readFollowUps, readMerged, readNumbers } from './merge-read-store.ts';
import { mayNow, whyNot } from './may.ts';
import { readPeople, readTicket, type ReadTicket } from './read-ticket.ts';
import type { PersonActor } from './sight.ts';

/**
 * A ticket as `actor` sees it now, or null when there is none that they may see. `ownAct`: the answer to what they
 * just did to it, shown even when that took it out of their sight, unless they have been excluded since.
 */
export const readDetail = (
  db: Database,
  door: Door,
  actor: PersonActor,
  ticketId: TicketId,
  { ownAct = false }: { ownAct?: boolean } = {},
): Promise<TicketDetail | null> =>
  db.withTransaction((tx) => readDetailIn(tx, door, actor, ticketId, { ownAct }), { isolation: 'repeatable read' });

/** The same within a transaction that sees one state of the ticket: a snapshot, or one that has it locked. */
export const readDetailIn = async (
  tx: Tx,
  door: Door,
  actor: PersonActor,
  ticketId: TicketId,
  { ownAct = false }: { ownAct?: boolean } = {},
): Promise<TicketDetail | null> => {
  const read = await readTicket(tx, ticketId);
  if (read === null) return null;
  const seen = ownAct ? !read.access.excludedIds.includes(actor.personId) : can(actor, 'ticket.read', read.access);
  if (!seen) return null;
  return detailOf(tx, door, actor, read);
};

const detailOf = async (tx: Tx, door: Door, actor: PersonActor, read: ReadTicket): Promise<TicketDetail> => {
  const { ticket, row } = read;
  const { config } = door;
  const now = Math.max(await door.clock.now(tx), ticket.lastEventAt);
  await config.ensure(tx, [...versionsOf(row), ...versionsNamed(ticket)]);
  const responsible = responsibleFor(ticket);
  const { roster, routing = [], approvals } = await gatherPeople(tx, config, probesOf(ticket, actor), now);
  const path = config.path(pathOf(ticket, config));
  const named = [
    ...namedBy(ticket.escalations, config),
    ...namedByLegs(ticket.legs),
    ...namedByApprovals(ticket.approvals),
    ...ticket.questions.map(({ askedBy }) => askedBy),
    ...path.lastResort,
    ...ticket.excludedIds,
    ...roster.map((person) => person.id),
    ...(responsible.personId === null ? [] : [responsible.personId]),
  ];
  const people = await readPeople(tx, named);
  const nameOf: NameOf = (id) => people.get(id) ?? { id, name: '', role: 'bot' };
  const context = { now, actor, config, facts: { roster, routing, ...(approvals === undefined ? {} : { approvals }) } };
  return {
    ...listed(row, actor.personId, config, now),
    seq: ticket.seq,
    assignedTier: ticket.assignedTier,
    requesterEmail: row.requester_email,
    // what a person has who never named a zone
    requesterTimeZone: row.requester_time_zone === 'UTC' ? null : row.requester_time_zone,
    responsible: {
      person: responsible.personId === null ? null : nameOf(responsible.personId),
      team: { id: row.team_id, name: row.team_name },
      because: responsible.because,
    },
    maintenanceUntil:
      ticket.maintenanceUntil !== null && ticket.maintenanceUntil > now ? ticket.maintenanceUntil : null,
    clocks: ticket.clocks.map((clock) => clockView(clock, config.policy(ticket.policyVersionId).name, config, now)),
    escalations: ticket.escalations.map((each) => escalationView(each, ticket, context, nameOf)),
    ...promiseView(ticket),
    questions: await questionViews(tx, ticket.questions, nameOf, whyNot(read, context)),
    approvals: ticket.approvals.map((each) => approvalView(each, nameOf, whyNot(read, context))),
    legs: ticket.legs.map((each) => legView(each, ticket, nameOf, whyNot(read, context))),
    path: {
      name: path.name,
      after: climbsAfter(ticket, path.versionId),
      ...pathView(path, ticket, roster, nameOf, [actor.personId]),
    },
    ...(await besideOf(tx, actor, ticket)),
    links: await readLinks(tx, actor, ticket.links),
    offeredUntil: offeredUntil(ticket, actor.personId),
    snoozedUntil: ticket.snooze?.until ?? null,
    excluded: ticket.excludedIds.map(nameOf),
    automationParkedAt: ticket.watch.parkedAt,
    hints: ticket.watch.hints,
    mayEscalate: ESCALATION_REASONS.map((reason) => ({ reason, ...askGate(ticket, config, reason, now) })),
    may: mayNow(read, context, actor.personId),
    now,
  };
};

/** Until when the reader may take it, or let it go on. */
const offeredUntil = ({ distribution }: Ticket, reader: PersonId): Instant | null =>
  distribution?.state === 'offered' && distribution.to === reader ? distribution.expiresAt : null;

type Beside = Pick<TicketDetail, 'closedAs' | 'mergedInto' | 'merged' | 'copiesTo' | 'follows' | 'followUps'>;

/**
 * What became of it, what became part of it, what it goes on from and what goes on from it. A merge is told to whoever
 * sees either ticket, because its words are; of what merely goes on from it only those in sight.
 */
const besideOf = async (tx: Tx, actor: PersonActor, ticket: Ticket): Promise<Beside> => {
  const closed = ticket.status === 'closed' ? ticket : null;
  const [into, before] = [closed?.mergedInto ?? null, ticket.followsId];
  const named = await readNumbers(
    tx,
    [into, before].filter((id) => id !== null),
  );
  const numbered = (wanted: TicketId | null) => named.find(({ id }) => id === wanted) ?? null;
  const followUps = closed === null ? [] : await readFollowUps(tx, ticket.id);
  const apart = [...followUps.map(({ id }) => id), ...(before === null ? [] : [before])];
  const seen = await readInSight(tx, actor, apart);
  return {
    closedAs: closed?.closedAs ?? null,
    mergedInto: numbered(into),
    merged: await readMerged(tx, ticket.id),
    copiesTo: await readCopies(tx, ticket.id),
    follows: before !== null && seen.has(before) ? numbered(before) : null,
    followUps: followUps.filter(({ id }) => seen.has(id)),
  };
};

// the two commands whose answer depends on who there is
const probesOf = (ticket: Ticket, actor: PersonActor) => {
  const about = { ticketId: ticket.id, actor };
  const { teamId } = ticket;
  return [
    { act: { ...about, command: { type: 'assign' as const, assigneeId: actor.personId, teamId } }, ticket },
    {
      act: {
        ...about,
        command: { type: 'escalate' as const, firing: null, reason: 'skill' as const, messageId: null },
      },
      ticket,
    },
  ];
};
