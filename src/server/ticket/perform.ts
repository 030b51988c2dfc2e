import type { TicketDetail } from '#contract/ticket.ts';
import { can } from '#core/people/can.ts';
import type { MessageId, TicketId } from '#core/ids.ts';
import type { Channel } from '#core/ticket/ticket.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { drawMessageId, handle, type Door, type HandledDecision, type NewMessage } from './handle.ts';
import { VERB_OF, type PersonCommand } from './may.ts';
import { readDetail } from './read-detail.ts';
import { readAccess } from './read-ticket.ts';
import { refused } from './refusals.ts';
import type { PersonActor } from './sight.ts';

export type PerformDeps = {
  db: Database;
  door: Door;
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
  words?: { kind: 'reply' | 'note'; text: string };
};

/** The ticket an act is about, as far as building it needs, and the id its words will have. */
export type Addressed = { teamId: number; messageId: MessageId | null };

export type Perform = (act: PersonAct) => Promise<TicketDetail>;

/**
 * Passes one act of a person through the door in a transaction of its own, and answers the ticket as it is then. A
 * ticket out of sight is not there (404); what core refuses is a problem with the refusal's code.
 */
export const performing =
  ({ db, door, changed }: PerformDeps): Perform =>
  async (act) => {
    const decision = await db.withTransaction((tx) => decideIn(tx, door, act));
    if (!decision.ok) throw refused(decision.refusal);
    changed([act.ticketId]);
    // whoever gave the ticket out of their own sight still sees what came of it
    const detail = await readDetail(db, door, act.actor, act.ticketId, { ownAct: true });
    if (detail === null) throw notFound();
    return detail;
  };

const decideIn = async (tx: Tx, door: Door, act: PersonAct): Promise<HandledDecision> => {
  const { ticketId, actor, words } = act;
  const access = await readAccess(tx, ticketId);
  if (access === null || !can(actor, 'ticket.read', access)) throw notFound();
  const messageId = words === undefined ? null : await drawMessageId(tx);
  const command = await act.command({ teamId: access.teamId, messageId }, tx);
  if (!can(actor, VERB_OF[command.type], access)) throw new HttpProblem(403, 'not_allowed');
  const message = messageId === null || words === undefined ? null : await messageOf(tx, act, messageId, words);
  const [decision] = await handle(tx, door, [
    {
      ticketId,
      command,
      actor,
      commandId: `${actor.personId}:${ticketId}:${kindOf(command)}:${act.commandId}`,
      ...(message === null ? {} : { message }),
    },
  ]);
  return decision!;
};

// the one address under which taking and keeping are asked for: a repeat of either is the same act
const kindOf = ({ type }: PersonCommand): string => (type === 'confirm' ? 'acknowledge' : type);

const messageOf = async (
  tx: Tx,
  { ticketId, actor }: PersonAct,
  id: MessageId,
  { kind, text }: NonNullable<PersonAct['words']>,
): Promise<NewMessage> => {
  const { rows } = await tx.query<{ channel: Channel; email: string | null }>({
    name: 'ticket_addressee',
    text: 'select t.channel, r.email from ticket t join person r on r.id = t.requester_id where t.id = $1',
    values: [ticketId],
  });
  const { channel, email } = rows[0]!;
  return {
    id,
    authorId: actor.personId,
    kind,
    channel,
    bodyText: text,
    toAddresses: kind === 'reply' && email !== null ? [email] : [],
  };
};
