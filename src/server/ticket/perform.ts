import type { TicketDetail } from '#contract/ticket.ts';
import { can } from '#core/people/can.ts';
import type { MessageId, TicketId } from '#core/ids.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { findCommands } from './command-store.ts';
import { drawMessageId, handle, type Door, type HandledDecision, type TicketAct } from './handle.ts';
import { VERB_OF, type PersonCommand } from './may.ts';
import { readDetail } from './read-detail.ts';
import { readAccess } from './read-ticket.ts';
import { refused } from './refusals.ts';
import type { PersonActor } from './sight.ts';
import { lockTickets } from './ticket-store.ts';
import { claimUploads } from './upload-store.ts';
import { hasNewsFor, messageOf, type Words } from './words.ts';

export type PerformDeps = {
  db: Database;
  door: Door;
  /** Keeps of HTML that a person wrote what is safe to send and to show. */
  cleanHtml: (html: string) => string;
  /** Tells readers that tickets changed; called after the commit, never waited for. */
  changed: (ticketIds: TicketId[]) => void;
};

/** What a route asks for on behalf of a person. */
export type PersonAct = {
  ticketId: TicketId;
  actor: PersonActor;
  /** Made by the client; counts for this person, ticket and kind of act only. */
  commandId: string;
  /** Builds the command once the ticket is known to be in sight; `words` become a message beside it. */
  command: (about: Addressed, tx: Tx) => PersonCommand | Promise<PersonCommand>;
  /** Said with it: a reply goes to the requester, a note stays inside. */
  words?: Words;
  /** The newest message the person had seen: something newer of somebody else refuses the act. */
  seen?: { messageId: MessageId | null };
  /** What the ticket becomes in the same act; it may be that already. */
  becomes?: 'solved' | 'waiting_on_customer' | null;
  /** Done in the same transaction, unless the act is a repeated one. */
  also?: (tx: Tx, door: Door) => Promise<void>;
};

/** The ticket an act is about, as far as building it needs, and the id its words will have. */
export type Addressed = { teamId: number; messageId: MessageId | null };

export type Perform = (act: PersonAct) => Promise<TicketDetail>;

/**
 * Passes one act of a person through the door in a transaction of its own, and answers the ticket as it is then. A
 * ticket out of sight is not there (404); what core refuses is a problem with the refusal's code.
 */
export const performing = (deps: PerformDeps): Perform => {
  const { db, door, changed } = deps;
  return async (act) => {
    const decisions = await db.withTransaction((tx) => decideIn(tx, deps, act));
    // a refusal is remembered with its command, so it is thrown when that is committed
    const no = decisions.find((decision) => !decision.ok);
    if (no !== undefined && !no.ok) throw refused(no.refusal);
    changed([act.ticketId]);
    // whoever gave the ticket out of their own sight still sees what came of it
    const detail = await readDetail(db, door, act.actor, act.ticketId, { ownAct: true });
    if (detail === null) throw notFound();
    return detail;
  };
};

const decideIn = async (tx: Tx, deps: PerformDeps, act: PersonAct): Promise<HandledDecision[]> => {
  const { ticketId, actor, words } = act;
  const access = await readAccess(tx, ticketId);
  if (access === null || !can(actor, 'ticket.read', access)) throw notFound();
  // drawn under the lock: on one ticket whoever comes later has the higher id
  if (words !== undefined || act.seen !== undefined) await lockTickets(tx, [ticketId]);
  const messageId = words === undefined ? null : await drawMessageId(tx);
  const command = await act.command({ teamId: access.teamId, messageId }, tx);
  const asked: PersonCommand[] = act.becomes == null ? [command] : [command, { type: 'set_status', to: act.becomes }];
  if (asked.some(({ type }) => !can(actor, VERB_OF[type], access))) throw new HttpProblem(403, 'not_allowed');
  const acts = asked.map((each): TicketAct => ({ ticketId, command: each, actor, commandId: keyOf(act, each) }));
  if (act.seen !== undefined) await mustHaveSeen(tx, act, acts[0]!.commandId!);
  if (messageId !== null && words !== undefined) {
    acts[0]!.message = await messageOf(
      tx,
      { ticketId, authorId: actor.personId, id: messageId, words },
      deps.cleanHtml,
    );
  }
  const [first, then] = await handle(tx, deps.door, acts);
  if (first?.ok === true && !first.repeated) {
    const ids = words?.attachmentIds ?? [];
    if (messageId !== null) await claimUploads(tx, { ids, personId: actor.personId, messageId });
    await act.also?.(tx, deps.door);
  }
  if (then === undefined || (!then.ok && then.refusal === 'same_status')) return [first!];
  // half of it is not what was asked for: then neither is done
  if (first?.ok === true && !first.repeated && !then.ok) throw refused(then.refusal);
  if (first?.ok === false && !first.repeated && then.ok) throw refused(first.refusal);
  return [first!, then];
};

const keyOf = ({ actor, ticketId, commandId }: PersonAct, command: PersonCommand): string =>
  `${actor.personId}:${ticketId}:${kindOf(command)}:${commandId}`;

// the one address under which taking and keeping are asked for: a repeat of either is the same act
const kindOf = ({ type }: TicketCommand): string => (type === 'confirm' ? 'acknowledge' : type);

/** Looked at under the lock, so that nothing comes in between; a repeat of what was done is not stopped. */
const mustHaveSeen = async (tx: Tx, { ticketId, actor, seen }: PersonAct, commandId: string): Promise<void> => {
  const known = await findCommands(tx, [commandId]);
  if (known.length > 0) return;
  const isNew = await hasNewsFor(tx, { ticketId, personId: actor.personId, after: seen?.messageId ?? 0 });
  if (isNew) throw new HttpProblem(409, 'new_messages');
};
