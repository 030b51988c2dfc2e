import type { TicketDetail } from '#contract/ticket.ts';
import { can } from '#core/people/can.ts';
import { waitsSince } from '#core/merge/split.ts';
import { subjectOfSplit } from '#core/merge/split-subject.ts';
import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { RefusalCode } from '#core/ticket/command.ts';
import type { Channel, Language, Severity } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { allOrNone } from './all-or-none.ts';
import { findCommands } from './command-store.ts';
import { readLog } from './event-store.ts';
import { drawTicketId, type TicketAct } from './handle.ts';
import { moveMessage } from './message-store.ts';
import type { PerformDeps } from './perform.ts';
import { readDetail } from './read-detail.ts';
import { readAccess } from './read-ticket.ts';
import { refused } from './refusals.ts';
import type { PersonActor } from './sight.ts';
import { sortOpening } from './sort-opening.ts';
import { lockTickets } from './ticket-store.ts';

/** A message that is another matter than the ticket it came to. */
export interface SplitAct {
  actor: PersonActor;
  ticketId: TicketId;
  messageId: MessageId;
  /** Of the new ticket; null = the message's own, or what it begins with. */
  subject: string | null;
  /** The same twice splits once. */
  commandId: string;
}

export type Splitting = (act: SplitAct) => Promise<TicketDetail>;

/**
 * Splits a message off: in one transaction it leaves its ticket and opens another one, with the same people kept away,
 * whose clocks begin then. Answers the new ticket.
 */
export const splitting = (deps: PerformDeps): Splitting => {
  const { db, door, changed } = deps;
  return async (act) => {
    const split = await db.withTransaction((tx) => splitIn(tx, deps, act));
    if (!split.ok) throw refused(split.refusal);
    const { newId } = split;
    changed([act.ticketId, newId]);
    const detail = await readDetail(db, door, act.actor, newId, { ownAct: true });
    if (detail === null) throw notFound();
    return detail;
  };
};

type Split = { ok: true; newId: TicketId } | { ok: false; refusal: RefusalCode };

const splitIn = async (tx: Tx, { door }: PerformDeps, act: SplitAct): Promise<Split> => {
  const { actor, ticketId, messageId } = act;
  const access = await readAccess(tx, ticketId);
  if (access === null || !can(actor, 'ticket.read', access)) throw notFound();
  if (!can(actor, 'ticket.split', access)) throw new HttpProblem(403, 'not_allowed');
  // nobody answers between looking whether the message was answered and deciding
  await lockTickets(tx, [ticketId]);
  const intoId = await drawTicketId(tx);
  const keyOf = (half: string): string => `${actor.personId}:${ticketId}:${half}:${act.commandId}`;
  const [known] = await findCommands(tx, [keyOf('split')]);
  if (known !== undefined) return { ok: true, newId: known.ticket_id };
  const off: TicketAct = {
    ticketId,
    actor,
    command: { type: 'split_off', messageId, intoId },
    commandId: keyOf('split_off'),
  };
  const found = await openingOf(tx, door, act, intoId);
  if (found === null) throw refused('message_unknown');
  const open = { ...found, commandId: keyOf('split') };
  const exclusions = access.excludedIds.map((personId): TicketAct => ({
    ticketId: intoId,
    actor,
    command: { type: 'exclude', personId },
  }));
  const outcome = await allOrNone(tx, door, [off, open, ...exclusions]);
  if (!outcome.ok) return outcome;
  await moveMessage(tx, messageId, intoId);
  return { ok: true, newId: intoId };
};

interface Moved {
  authorId: PersonId;
  organisationId: number | null;
  messageSubject: string;
  ticketSubject: string;
  text: string;
  severity: Severity;
  topic: string;
  channel: Channel;
  language: Language;
  teamId: number;
  policyVersionId: number | null;
}

/** The opening of the new ticket; null when there is no such message of somebody outside here. */
const openingOf = async (
  tx: Tx,
  door: PerformDeps['door'],
  { ticketId, messageId, subject, actor }: SplitAct,
  intoId: TicketId,
): Promise<TicketAct | null> => {
  const { rows } = await tx.query<Moved>(
    `select coalesce(m.author_id, t.requester_id) as "authorId", p.organisation_id as "organisationId",
       coalesce(m.subject, '') as "messageSubject", t.subject as "ticketSubject", m.visible_text as text, t.severity,
       t.topic, t.channel, t.language, t.team_id as "teamId",
       (select a.version_id from config_version v join config_active a on a.kind = v.kind and a.name = v.name
        where v.id = t.policy_version_id) as "policyVersionId"
     from message m join ticket t on t.id = m.ticket_id join person p on p.id = coalesce(m.author_id, t.requester_id)
     where m.id = $1 and m.ticket_id = $2 and m.kind = 'message'`,
    [messageId, ticketId],
  );
  const moved = rows[0];
  if (moved === undefined) return null;
  const { authorId, organisationId, severity, topic, teamId, channel, language, policyVersionId, text } = moved;
  const now = await door.clock.now(tx);
  const name = subject ?? subjectOfSplit(moved);
  const said = { topic, severity, teamId };
  const queue = await sortOpening(tx, door.config, now, {
    arrival: { mailbox: null, channel, fields: {}, subject: name, text },
    requester: { id: authorId, organisationId, language },
    said,
    own: { ...said, policyVersionId },
  });
  const since = waitsSince(await readLog(tx, ticketId), messageId);
  const subjectOfTicket = { requesterId: authorId, organisationId, channel, language };
  const split = { fromId: ticketId, waitsSince: since };
  const command = { type: 'open' as const, ...queue, ...subjectOfTicket, messageId, receivedAt: since ?? now, split };
  return { ticketId: intoId, actor, command, subject: name };
};
