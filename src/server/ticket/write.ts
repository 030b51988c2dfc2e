import type { MessageId, PersonId, TeamId, TicketId } from '#core/ids.ts';
import { carrierOf } from '#core/ticket/carrier.ts';
import type { Effect } from '#core/ticket/effect.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { react } from '#core/ticket/react.ts';
import type { Channel, Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { wakeQueues } from '#server/queue/queue-store.ts';
import type { Door, HandledDecision, TicketAct } from './act.ts';
import { recordCommands } from './command-store.ts';
import { appendEvents, type TicketLogged } from './event-store.ts';
import { addFollowers, removeFollowers } from './follower-store.ts';
import { countLoads, type LoadChange } from './load-store.ts';
import { firstLineOf, showLastMessages } from './last-line-store.ts';
import { insertMessages, markDeliveries, type Delivery } from './message-store.ts';
import { insertNotices, mailed, type NewNotice } from './notice-store.ts';
import { cancelQuestions, cancelReplies, queueNoticeMails, type QueuedReply, type SideThread } from './outbox-store.ts';
import { takeTurns, type Turn } from './rotation-store.ts';
import { leaveWords, type AgentWord } from './waiting-store.ts';
import { writeTickets, type TicketChange } from './ticket-store.ts';
import { writeCounted } from './write-counted.ts';
import { queueMails, repliesOf } from './write-mail.ts';

/** A decided batch: what the tickets were, and what came of each act. */
export interface Decided {
  now: Instant;
  before: Map<TicketId, Ticket>;
  acts: TicketAct[];
  decisions: HandledDecision[];
}

/** An act that changed its ticket, with the ticket it changed. */
interface Done {
  act: TicketAct;
  ticketId: TicketId;
  before: Ticket | null;
  after: Ticket;
  events: TicketLogged[];
}

/** Writes a decided batch: one statement a table. The outbox comes last, because many wait for the same rows of it. */
export async function write(tx: Tx, door: Door, decided: Decided): Promise<void> {
  const done = doneActs(decided);
  const effects = done.flatMap(effectsOf);
  const replies = repliesOf(door, effects);
  const withdrawn = withdrawnBy(done);
  // before anything else: whoever would send one of these finds nothing any more
  await cancelReplies(tx, withdrawn, decided.now);
  const unasked = await cancelQuestions(tx, withdrawnQuestions(done), decided.now);
  await writeTickets(tx, changesOf(decided, done));
  await insertMessages(tx, messagesOf(decided.now, done, replies));
  await markDeliveries(tx, [...deliveriesOf(done), ...unasked.map(cancelled)]);
  await appendEvents(
    tx,
    done.flatMap((each) => each.events),
  );
  // lists show as the last line what was said before a reply was withdrawn
  await showLastMessages(tx, withdrawnFrom(done));
  await writeCounted(tx, done);
  await addFollowers(tx, follows(effects));
  await removeFollowers(tx, unfollows(effects));
  await insertNotices(tx, notices(effects));
  await recordCommands(tx, commandsOf(decided));
  await countLoads(tx, loadsOf(decided, done));
  await takeTurns(tx, turnsOf(effects));
  await queueMails(tx, door, { replies, effects, now: decided.now });
  await mailNotices(tx, door, effects, decided.now);
  await leaveWords(tx, wordsOf(effects));
  // the very last: whoever waits for a queue's row holds nothing that its assigner wants
  await wakeQueues(tx, queued(done), decided.now);
}

function doneActs({ acts, decisions, before }: Decided): Done[] {
  const current = new Map<TicketId, Ticket>(before);
  return acts.flatMap((act, index) => {
    const decision = decisions[index]!;
    if (decision.ticket === undefined) return [];
    const { ticketId, ticket: after, events = [] } = decision;
    const done = {
      // whoever is refused still has their words
      act: decision.ok ? act : wordless(act),
      ticketId,
      before: current.get(ticketId) ?? null,
      after,
      events: events.map((event) => ({ ...event, ticketId })),
    };
    current.set(ticketId, after);
    return [done];
  });
}

function wordless(act: TicketAct): TicketAct {
  const { message: _, ...rest } = act;
  return rest;
}

/** An effect with the event it follows from. */
interface Caused {
  logged: TicketLogged;
  effect: Effect;
}

/** What an import tells was told and sent by another desk: here people only become involved. */
const ofImport = ({ type }: Effect): boolean => type === 'follow' || type === 'unfollow';

function effectsOf({ act, before, events }: Done): Caused[] {
  let ticket = before;
  return events.flatMap((logged) => {
    ticket = evolve(ticket, logged.event, logged.at);
    const effects = react(logged, ticket);
    return (act.imported === true ? effects.filter(ofImport) : effects).map((effect) => ({ logged, effect }));
  });
}

function changesOf({ before }: Decided, done: Done[]) {
  return [...Map.groupBy(done, (each) => each.ticketId)].map(([ticketId, list]) => ({
    before: before.get(ticketId) ?? null,
    after: list.at(-1)!.after,
    subject: list[0]!.act.subject ?? '',
    lastMessage: list.flatMap(({ act }) => shownMessage(act) ?? []).at(-1) ?? null,
  }));
}

const SHOWN = new Set(['message', 'reply', 'note']);

/** What a list shows as a ticket's last line: words of people with its requester and among us. */
function shownMessage({ message }: TicketAct): TicketChange['lastMessage'] {
  if (message === undefined || !SHOWN.has(message.kind)) return null;
  return { id: message.id, line: firstLineOf(message.visibleText ?? message.bodyText) };
}

function messagesOf(now: Instant, done: Done[], replies: QueuedReply[]) {
  const sentAs = new Map(replies.map((reply) => [reply.messageId, reply.mailMessageId]));
  return done.flatMap(({ act: { message }, ticketId, events }) =>
    message === undefined
      ? []
      : {
          ticketId,
          message,
          at: events[0]?.at ?? now,
          mailMessageId: sentAs.get(message.id) ?? null,
          questionId: sideThreadOf(message.id, events),
        },
  );
}

/** The side thread an act's message belongs to; null = the ticket's own thread. */
function sideThreadOf(messageId: MessageId, events: TicketLogged[]): number | null {
  const found = events.flatMap(({ event }) =>
    (event.type === 'question_asked' || event.type === 'answer_received') && event.messageId === messageId
      ? event.questionId
      : [],
  );
  return found[0] ?? null;
}

function deliveriesOf(done: Done[]): Delivery[] {
  return done.flatMap(({ events }) =>
    events.flatMap(({ event }): Delivery[] => {
      switch (event.type) {
        case 'reply_accepted':
        case 'question_sent':
          return [{ id: event.messageId, delivery: 'accepted', delivery_error: null }];
        case 'question_undelivered':
        case 'reply_failed':
          return [{ id: event.messageId, delivery: 'failed', delivery_error: event.code }];
        case 'reply_withdrawn':
          return [cancelled(event.messageId)];
        default:
          return [];
      }
    }),
  );
}

const cancelled = (id: MessageId): Delivery => ({ id, delivery: 'cancelled', delivery_error: null });

function withdrawnQuestions(done: Done[]): SideThread[] {
  return done.flatMap(({ ticketId, events }) =>
    events.flatMap(({ event }) =>
      event.type === 'question_withdrawn' ? { ticketId, questionId: event.questionId } : [],
    ),
  );
}

function withdrawnFrom(done: Done[]): TicketId[] {
  const isWithdrawn = ({ event }: TicketLogged): boolean => event.type === 'reply_withdrawn';
  return done.filter(({ events }) => events.some(isWithdrawn)).map(({ ticketId }) => ticketId);
}

function withdrawnBy(done: Done[]): MessageId[] {
  return done.flatMap(({ events }) =>
    events.flatMap(({ event }) => (event.type === 'reply_withdrawn' ? [event.messageId] : [])),
  );
}

function turnsOf(effects: Caused[]): Turn[] {
  return effects.flatMap(({ logged, effect }) =>
    effect.type === 'take_turn' ? { rotation_id: effect.rotationId, person_id: effect.personId, at: logged.at } : [],
  );
}

function follows(effects: Caused[]) {
  return effects.flatMap(({ logged, effect }) =>
    effect.type === 'follow' ? { ticketId: logged.ticketId, effect } : [],
  );
}

function unfollows(effects: Caused[]) {
  return effects.flatMap(({ logged: { ticketId }, effect }) =>
    effect.type === 'unfollow' ? effect.personIds.map((personId) => ({ ticketId, personId })) : [],
  );
}

function wordsOf(effects: Caused[]): AgentWord[] {
  return effects.flatMap(({ logged, effect }) =>
    effect.type !== 'tell_agent'
      ? []
      : { ticket_id: logged.ticketId, event_seq: logged.seq, person_id: effect.personId, word: effect.word },
  );
}

/** What begins a wait for somebody, or ends an offer without one. */
const QUEUEING = new Set<TicketEvent['type']>(['queued', 'offer_declined', 'offer_missed', 'offer_withdrawn']);

/** Teams with a ticket that somebody must be looked for. */
function queued(done: Done[]): TeamId[] {
  return done
    .filter(({ after, events }) => after.distribution !== null && events.some(({ event }) => QUEUEING.has(event.type)))
    .map(({ after }) => after.teamId);
}

function notices(effects: Caused[]): NewNotice[] {
  return effects.flatMap(({ logged, effect }) =>
    effect.type !== 'notify'
      ? []
      : effect.personIds.map((personId) => ({
          person_id: personId,
          ticket_id: logged.ticketId,
          event_seq: logged.seq,
          kind: effect.kind,
          at: logged.at,
        })),
  );
}

/** Decided now, and about a ticket that is there: a refusal is remembered as well. */
function commandsOf({ now, acts, decisions, before }: Decided) {
  return acts.flatMap(({ commandId }, index) => {
    const decision = decisions[index]!;
    const seq = decision.ok ? decision.seq : before.get(decision.ticketId)?.seq;
    if (commandId === undefined || decision.repeated || seq === undefined) return [];
    const refusal = decision.ok ? null : decision.refusal;
    return { command_id: commandId, ticket_id: decision.ticketId, at: now, seq, refusal };
  });
}

function loadsOf({ now }: Decided, done: Done[]): LoadChange[] {
  const changes = new Map<string, LoadChange>();
  const count = (personId: PersonId | null, channel: Channel, more: 1 | -1): void => {
    if (personId === null) return;
    const key = `${personId} ${channel}`;
    const sofar = changes.get(key);
    const last = more === 1 ? now : null;
    changes.set(key, {
      person_id: personId,
      channel,
      open_tickets: (sofar?.open_tickets ?? 0) + more,
      last_assigned_at: last ?? sofar?.last_assigned_at ?? null,
    });
  };
  for (const { before, after } of done) {
    const [from, to] = [carrierOf(before), carrierOf(after)];
    if (from === to) continue;
    count(from, after.channel, -1);
    count(to, after.channel, 1);
  }
  return [...changes.values()];
}

async function mailNotices(tx: Tx, door: Door, effects: Caused[], now: Instant): Promise<void> {
  const told = Map.groupBy(notices(effects), (notice) => notice.person_id);
  const called = [...told].filter(([, all]) => all.every(({ kind }) => CALLS.has(kind))).map(([person]) => person);
  if (told.size > 0) await queueNoticeMails(tx, door, await mailed(tx, [...told.keys()], called), now);
}

/** What people may want to hear of later than it happens. */
const CALLS = new Set<string>(['step_reached', 'shift_changed'] satisfies TicketEvent['type'][]);
