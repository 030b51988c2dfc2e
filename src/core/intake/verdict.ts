import type { InboundMessage } from '#core/intake/inbound.ts';
import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { TicketStatus } from '#core/ticket/ticket.ts';

/** A ticket that a message names, as it stands. */
export interface NamedTicket {
  ticketId: TicketId;
  status: TicketStatus;
  requesterId: PersonId;
  /** The side thread of that ticket it names; null or absent = the ticket's own thread. */
  questionId?: number | null;
}

/** What is known about a message's surroundings before deciding. */
export interface IntakeFacts {
  /** The sender is one of our own mailboxes. */
  fromOurselves: boolean;
  /** The ledger row that took the same message before; null when it is new. */
  duplicateOf: number | null;
  /** The person who has the sender's address; null when nobody has. */
  senderId?: PersonId | null;
  /** That person works here. */
  isColleague?: boolean;
  /** Tickets whose signed token stands in a recipient's address. */
  byToken: NamedTicket[];
  /** Messages of ours that it names by Message-ID. */
  byReference: (NamedTicket & { messageId: string; messageRowId: MessageId; outgoing: boolean })[];
  /** Tickets that its own sender opened with an answer to it, before it arrived. */
  byAwaited: NamedTicket[];
}

/** What becomes of a message that arrived. */
export type IntakeVerdict =
  | { verdict: 'accepted'; why: 'new' }
  /** It answers a ticket that is closed for good. */
  | { verdict: 'accepted'; why: 'follow_up'; followsId: TicketId }
  | {
      verdict: 'joined';
      why: 'signed_token' | 'reply_header' | 'awaited';
      ticket: NamedTicket;
      /** A colleague wrote, who is not who asks: a word among us. */
      fromColleague?: true;
      /** The outgoing message that it says did not arrive, for good. */
      bouncedMessageId: MessageId | null;
    }
  | { verdict: 'rejected'; why: 'own_mail' | 'auto_reply' | 'bounce' }
  | { verdict: 'rejected'; why: 'duplicate'; duplicateOf: number };

/**
 * Decides where a message belongs. Only a signed token or a Message-ID of the ticket joins; a number in the subject
 * never does, because anybody can guess one. A message that comes after its own answer joins the ticket which that
 * answer opened. What machines send joins or is kept in the ledger, and opens nothing.
 */
export function decideIntake(message: InboundMessage, facts: IntakeFacts): IntakeVerdict {
  if (message.ours || facts.fromOurselves) return { verdict: 'rejected', why: 'own_mail' };
  if (facts.duplicateOf !== null) {
    return { verdict: 'rejected', why: 'duplicate', duplicateOf: facts.duplicateOf };
  }
  const place = placeOf(message, facts);
  if (place !== null && place.ticket.questionId != null) return inSideThread(message, facts, place);
  if (message.kind !== 'message') {
    if (place === null) return { verdict: 'rejected', why: message.kind };
    return { verdict: 'joined', ...place, bouncedMessageId: bouncedMessageId(message, facts) };
  }
  if (place === null) return { verdict: 'accepted', why: 'new' };
  // whoever works here asks for nothing in somebody else's matter, so nothing new begins when it is closed
  if (facts.isColleague === true && facts.senderId !== place.ticket.requesterId) {
    return { verdict: 'joined', ...place, fromColleague: true, bouncedMessageId: null };
  }
  if (place.ticket.status === 'closed') return following(place.ticket);
  return { verdict: 'joined', ...place, bouncedMessageId: null };
}

type Place = { why: 'signed_token' | 'reply_header' | 'awaited'; ticket: NamedTicket };

/**
 * What is said in a side thread stays there, also when its ticket is closed. The requester is heard wherever they
 * write: what they say there is a message of theirs.
 */
function inSideThread(message: InboundMessage, facts: IntakeFacts, place: Place): IntakeVerdict {
  const { ticket } = place;
  if (message.kind !== 'message') {
    return { verdict: 'joined', ...place, bouncedMessageId: bouncedMessageId(message, facts) };
  }
  if (facts.senderId !== ticket.requesterId) return { verdict: 'joined', ...place, bouncedMessageId: null };
  if (ticket.status === 'closed') return following(ticket);
  return { verdict: 'joined', ...place, ticket: { ...ticket, questionId: null }, bouncedMessageId: null };
}

function following({ ticketId }: NamedTicket): IntakeVerdict {
  return { verdict: 'accepted', why: 'follow_up', followsId: ticketId };
}

function placeOf(message: InboundMessage, facts: IntakeFacts): Place | null {
  const tokens = facts.byToken.toSorted(openFirst);
  if (tokens[0] !== undefined) return { why: 'signed_token', ticket: tokens[0] };
  const named = namesOf(message).flatMap((id) => facts.byReference.filter(({ messageId }) => messageId === id));
  // the nearest message that is on an open ticket, else the nearest
  const nearest = named.find(({ status }) => status !== 'closed') ?? named[0];
  if (nearest !== undefined) return { why: 'reply_header', ticket: nearest };
  const awaiting = facts.byAwaited.find(({ status }) => status !== 'closed');
  return awaiting === undefined ? null : { why: 'awaited', ticket: awaiting };
}

/** Message-IDs by which a message says where it belongs, nearest first. */
export function namesOf(message: InboundMessage): string[] {
  const original = message.bounce?.originalMessageId ?? null;
  return original === null ? message.references : [original, ...message.references];
}

function openFirst(one: NamedTicket, other: NamedTicket): number {
  return Number(one.status === 'closed') - Number(other.status === 'closed');
}

function bouncedMessageId({ bounce }: InboundMessage, facts: IntakeFacts): MessageId | null {
  if (bounce === null || !bounce.final) return null;
  const sent = facts.byReference.find(({ messageId, outgoing }) => outgoing && messageId === bounce.originalMessageId);
  return sent?.messageRowId ?? null;
}
