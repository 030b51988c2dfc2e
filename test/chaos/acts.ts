import type { PersonId, TicketId } from '#core/ids.ts';
import { SYSTEM, type Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { DAY, SECOND, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { drawMessageId, type TicketAct } from '#server/ticket/handle.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { actorOf as actorAs, openingAct } from '#test/harness/desk.ts';
import { actorOf, commandOf, type Cast } from '#test/harness/life-acts.ts';
import type { ChaosDesk } from './desk-at-speed.ts';
import { isApart, isOfTwo, isWorded, type Input } from './input.ts';

/** What a silence, planned work and the parts of a leg last: their end must come within the run. */
const SOON = 0.8 * SECOND;

/** A pick from 0 to 5 that the input itself gives: repeated, it asks the same. */
export const pickOf = ({ commandId }: Input, digit: number): number => Number.parseInt(commandId[digit]!, 16) % 6;

/** What the input asks of the tickets as they stand just now. */
export async function actFor(db: Tx, desk: ChaosDesk, input: Input, now: Instant): Promise<TicketAct> {
  const { commandId, what, ticketId } = input;
  if (what === 'import') return importing(db, desk, commandId, now);
  const ticket = ticketId === null ? undefined : (await loadTickets(db, [ticketId])).get(ticketId);
  if (what === 'open' || ticketId === null || ticket === undefined) {
    const opening = await openingAct(db, desk, now, commandId);
    return { ...opening, message: { ...opening.message!, bodyText: commandId } };
  }
  if (what === 'mail' || what === 'answer' || what === 'bounce' || isApart(what) || isOfTwo(what)) {
    throw new Error(`${what} does not come to the door`);
  }
  const cast = await castFor(db, desk, ticketId);
  const chance = { act: what, wait: 0, by: cast.people[pickOf(input, 0) % 5]!, pick: pickOf(input, 1) };
  const command = shortened(commandOf(chance, ticket, cast), now);
  // who wrote it takes it back
  const by = command.type === 'withdraw_reply' ? command.authorId : actorOf(chance, ticket);
  const person = actorAs(desk, by);
  const actor = BY_SYSTEM.has(command.type) ? SYSTEM : command.type === 'set_tags' ? asProgram(person) : person;
  const imported = what === 'record_status' ? { imported: true } : {};
  return { ticketId, command, commandId, actor, ...imported, ...wordsOf(input, command, by) };
}

function wordsOf(input: Input, command: TicketCommand, by: PersonId): Pick<TicketAct, 'message'> {
  if (!isWorded(input) || !('messageId' in command) || command.messageId === null) return {};
  const about = { id: command.messageId, channel: 'email', bodyText: input.commandId } as const;
  switch (command.type) {
    case 'receive':
      return { message: { ...about, authorId: command.authorId, kind: command.kind } };
    case 'receive_answer': {
      const kind = command.kind === 'message' ? 'answer' : command.kind;
      return { message: { ...about, authorId: null, kind } };
    }
    case 'ask_question':
      return { message: { ...about, authorId: by, kind: 'question', toAddresses: ['service@supplier.example'] } };
    default:
      return { message: { ...about, authorId: by, kind: command.type === 'reply' ? 'reply' : 'note' } };
  }
}

/** Whom and what the acts on this ticket may name. A reply that is still held is named first. */
async function castFor(db: Tx, desk: ChaosDesk, ticketId: TicketId): Promise<Cast> {
  const { rows } = await db.query<{ messageId: number; authorId: PersonId }>(
    `select id as "messageId", author_id as "authorId" from message where ticket_id = $1 and kind = 'reply'
     order by delivery = 'queued' desc, id desc limit 1`,
    [ticketId],
  );
  const words = await drawMessageId(db);
  return {
    people: [desk.petra, desk.lea, desk.marko, desk.ivana, desk.sanja],
    customer: desk.ana,
    organisation: desk.organisationId,
    teams: [desk.teamId, desk.pushedTeamId],
    policies: [desk.policyVersionId, ...desk.otherPolicies],
    calendars: desk.calendars,
    path: desk.pathVersionId,
    words: () => words,
    reply: (_, by) => rows[0] ?? { messageId: 0, authorId: by },
  };
}

function shortened(command: TicketCommand, now: Instant): TicketCommand {
  switch (command.type) {
    case 'silence':
      return { ...command, lengthMs: SOON };
    case 'begin_maintenance':
      return { ...command, until: now + SOON };
    case 'open_leg':
      return { ...command, acceptMs: SOON, doMs: SOON };
    case 'ask_approval':
      return { ...command, decideMs: SOON };
    case 'ask_question':
      return { ...command, answerMs: SOON };
    // of two that were merged both halves are taken back, and not by this
    case 'restore':
      return { ...command, closedAs: 'spam' };
    default:
      return command;
  }
}

/** A program with a key of its own: what it changes without end is stopped. */
const asProgram = (actor: Actor): Actor => (actor.kind === 'person' ? { ...actor, role: 'bot' } : actor);

const BY_SYSTEM = new Set<TicketCommand['type']>([
  'tick',
  'receive',
  'signal',
  'offer',
  'recheck',
  'apply_policy',
  'apply_calendar',
  'receive_answer',
  'accept_question',
  'fail_question',
]);

/** The first line of another desk's history, a day old. */
async function importing(db: Tx, desk: ChaosDesk, commandId: string, now: Instant): Promise<TicketAct> {
  const { command, ...act } = await openingAct(db, desk, now - DAY, commandId);
  if (command.type !== 'open') throw new Error('an opening opens');
  return {
    ...act,
    at: now - DAY,
    imported: true,
    command: { ...command, importedUntil: now },
    message: { ...act.message!, bodyText: commandId },
  };
}

/** Whether the ticket is of another desk's history: of that nobody is told. */
export const isImported = ({ importedUntil }: Ticket): boolean => importedUntil !== null;
