import type { InboundAddress, InboundAttachment, InboundMessage } from '#core/intake/inbound.ts';
import { decideIntake, type IntakeVerdict } from '#core/intake/verdict.ts';
import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { never } from '#core/result.ts';
import type { Instant } from '#core/time.ts';
import { makeRequester, type Requester } from '#server/people/requester-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { keepBlobs } from '#server/platform/storage/blob.ts';
import type { ConfigCache } from '#server/sla/config-store.ts';
import type { NewMessage, TicketAct } from './handle.ts';
import { readMatterEnds } from './merge-read-store.ts';
import { toAttachment, wordsOf, type Read } from './intake-words.ts';
import { openingAct, type FirstWords, type OpeningQueue } from './opening-act.ts';
import { sortOpening } from './sort-opening.ts';
import type { InboundChannel } from './inbound-channel.ts';
import type { Awaiting } from './intake-awaited-store.ts';
import { gatherIntake, type IntakeEnd, type WaitingIntake } from './intake-store.ts';

/** After so many attempts a message is shown to a person as it is. */
export const MOST_ATTEMPTS = 5;

/** A row in hand, with ids for what it may become. */
export interface Hand {
  tx: Tx;
  channel: InboundChannel;
  config: ConfigCache;
  row: WaitingIntake;
  raw: Uint8Array;
  ids: { ticketId: TicketId; messageId: MessageId };
  now: Instant;
}

/** What is to be done about a row: at most one act through the door, and then its end in the ledger. */
export interface Plan {
  act: TicketAct | null;
  end: IntakeEnd;
  /** Outgoing mail that came back for good. */
  bounced: { messageRowId: MessageId | null; mailMessageId: string; error: string | null } | null;
  /** The ticket it opens answers something that has not arrived yet. */
  awaiting?: Awaiting;
  /** What is done instead when the ticket was closed between reading and locking. */
  whenClosed: (() => Promise<Plan>) | null;
}

type Joined = Extract<IntakeVerdict, { verdict: 'joined' }>;

/** Decides a message that was read: asks ledger, tickets and people, makes its sender known, keeps its attachments. */
export async function planMessage(hand: Hand, message: InboundMessage): Promise<Plan> {
  const { channel, row } = hand;
  const from = message.from ?? channel.senderOf({ raw: new Uint8Array(), envelopeFrom: row.envelopeFrom });
  const address = from?.address ?? null;
  const facts = await gatherIntake(hand.tx, message, {
    from: address,
    plain: address === null ? null : channel.plainAddress(address),
    ...tokensOf(channel, message, row),
    now: hand.now,
  });
  return planVerdict(
    hand,
    { message, from, sender: facts.sender, idReused: facts.idKnown },
    decideIntake(message, facts),
  );
}

function tokensOf(channel: InboundChannel, message: InboundMessage, row: WaitingIntake) {
  const addresses = [...row.envelopeTo, ...[...message.to, ...message.cc].map(({ address }) => address)];
  return {
    ticketIds: [...new Set(addresses.flatMap((address) => channel.ticketOf(address) ?? []))],
    sides: addresses.flatMap((address) => channel.sideThreadOf(address) ?? []),
  };
}

async function planVerdict(hand: Hand, read: Read, verdict: IntakeVerdict): Promise<Plan> {
  switch (verdict.verdict) {
    case 'accepted':
      return planNew(hand, read, verdict.why === 'follow_up' ? verdict.followsId : null);
    case 'joined':
      return planJoin(hand, read, verdict);
    case 'rejected':
      return planRejection(hand, read, verdict);
    default:
      return never(verdict);
  }
}

function planRejection(
  { row }: Hand,
  { message, from }: Read,
  verdict: Extract<IntakeVerdict, { verdict: 'rejected' }>,
): Plan {
  const end: IntakeEnd = {
    id: row.id,
    verdict: 'rejected',
    why: verdict.why,
    message,
    fromAddress: from?.address ?? null,
  };
  if (verdict.why === 'duplicate') end.duplicateOf = verdict.duplicateOf;
  return { act: null, end, bounced: verdict.why === 'bounce' ? bouncedBy(message, null) : null, whenClosed: null };
}

function bouncedBy({ bounce }: InboundMessage, messageRowId: MessageId | null): Plan['bounced'] {
  if (bounce === null || !bounce.final || bounce.originalMessageId === null) return null;
  return { messageRowId, mailMessageId: bounce.originalMessageId, error: bounce.diagnostic ?? bounce.status };
}

async function planNew(hand: Hand, read: Read, followsId: TicketId | null): Promise<Plan> {
  const { channel, row } = hand;
  const { message } = read;
  const firstLine = message.visibleText.split('\n', 1)[0]!.slice(0, 100).trim().toWellFormed();
  const requester = read.sender ?? (await makeSender(hand, read.from));
  const plan = await planOpening(hand, {
    requester,
    subject: message.subject || firstLine || channel.words(row.mailbox.language, 'mail.no_subject'),
    why: followsId === null ? 'new' : 'follow_up',
    followsId,
    read: message,
    message: wordsOf(read),
    attachments: message.attachments,
  });
  if (message.references.length === 0) return plan;
  const { ticketId } = hand.ids;
  return { ...plan, awaiting: { ticketId, requesterId: requester.id, messageIds: message.references } };
}

/** A message that cannot be read, or that threw too often, becomes a ticket that says so and holds it as it came. */
export async function planUnreadable(hand: Hand, why: string): Promise<Plan> {
  const { channel, row, raw } = hand;
  const from = channel.senderOf({ raw, envelopeFrom: row.envelopeFrom });
  const { language } = row.mailbox;
  const sender = from?.address ?? channel.words(language, 'mail.unknown_sender');
  const whole = { name: 'message.eml', mediaType: 'message/rfc822', size: row.size, contentId: null, inline: false };
  return planOpening(hand, {
    requester: await makeSender(hand, from),
    subject: channel.words(language, 'mail.unreadable_subject', { sender }),
    why: 'unreadable',
    followsId: null,
    read: null,
    message: { bodyText: channel.words(language, 'mail.unreadable_text', { why }), fromAddress: from?.address ?? null },
    attachments: [{ ...whole, bytes: raw, hash: row.blobHash }],
  });
}

/** A ticket about to be opened. */
interface Opening {
  requester: Requester;
  subject: string;
  why: string;
  /** The closed ticket it answers. */
  followsId: TicketId | null;
  read: InboundMessage | null;
  message: FirstWords;
  attachments: InboundAttachment[];
}

async function planOpening(hand: Hand, opening: Opening): Promise<Plan> {
  const { tx, row, ids, now } = hand;
  const { ticketId, messageId } = ids;
  const { requester, subject, message, attachments } = opening;
  await keepBlobs(tx, attachments, now);
  return {
    act: openingAct({
      ids,
      actor: SYSTEM,
      requester,
      subject,
      queue: await queueOf(hand, opening),
      followsId: opening.followsId,
      channel: 'email',
      receivedAt: Math.min(row.receivedAt, now),
      message: { ...message, intakeId: row.id, attachments: attachments.map(toAttachment) },
    }),
    end: {
      id: row.id,
      verdict: 'accepted',
      why: opening.why,
      message: opening.read,
      fromAddress: opening.message.fromAddress ?? null,
      ticketId,
      messageRowId: messageId,
    },
    bounced: null,
    whenClosed: null,
  };
}

/** Where a mail goes: by the rules, else as its mailbox says; and the plan the matrix has for that. */
async function queueOf({ tx, config, row, now }: Hand, opening: Opening): Promise<OpeningQueue> {
  const { address, severity, topic, teamId, policyVersionId } = row.mailbox;
  const { subject, requester, message } = opening;
  return sortOpening(tx, config, now, {
    arrival: {
      mailbox: address,
      channel: 'email',
      fields: {},
      subject,
      text: message.visibleText ?? message.bodyText,
    },
    requester,
    own: { severity, topic, teamId, policyVersionId },
  });
}

async function planJoin(hand: Hand, read: Read, verdict: Joined): Promise<Plan> {
  const { tx, row, ids, now } = hand;
  const { message, from } = read;
  const { ticketId } = verdict.ticket;
  const { messageId } = ids;
  const questionId = verdict.ticket.questionId ?? null;
  const { kind } = message;
  const receivedAt = Math.min(row.receivedAt, now);
  const colleague = verdict.fromColleague === true ? { fromColleague: true as const } : {};
  const author = questionId === null ? await authorOf(hand, read) : (read.sender?.id ?? null);
  await keepBlobs(tx, message.attachments, now);
  return {
    act: {
      ticketId,
      actor: SYSTEM,
      command:
        questionId === null
          ? { type: 'receive', messageId, authorId: author, kind, receivedAt, ...colleague }
          : { type: 'receive_answer', questionId, messageId, kind },
      message: {
        ...wordsOf(read),
        id: messageId,
        authorId: author,
        kind: messageKind(verdict, kind),
        channel: 'email',
        at: receivedAt,
        intakeId: row.id,
        attachments: message.attachments.map(toAttachment),
      },
    },
    end: {
      id: row.id,
      verdict: 'joined',
      why: verdict.why,
      message,
      fromAddress: from?.address ?? null,
      ticketId,
      messageRowId: messageId,
    },
    bounced: verdict.bouncedMessageId === null ? null : bouncedBy(message, verdict.bouncedMessageId),
    // what was answered in a side thread stays there, closed or not
    whenClosed: questionId === null ? () => planElsewhere(hand, read, verdict) : null,
  };
}

/** Of a person's words, those of a side thread are an answer there, and a colleague's a note. */
function messageKind({ ticket, fromColleague }: Joined, kind: InboundMessage['kind']): NewMessage['kind'] {
  if (kind !== 'message') return kind;
  if (ticket.questionId != null) return 'answer';
  return fromColleague === true ? 'note' : kind;
}

/** The ticket was closed between reading and locking: the words go where its matter lies now, or open another ticket. */
async function planElsewhere(hand: Hand, read: Read, verdict: Joined): Promise<Plan> {
  const [end] = await readMatterEnds(hand.tx, [verdict.ticket.ticketId]);
  if (end === undefined || end.status === 'closed')
    return planNew(hand, read, end?.ticketId ?? verdict.ticket.ticketId);
  return planJoin(hand, read, { ...verdict, ticket: end });
}

/** Nobody becomes a requester because their mail system answered. */
async function authorOf(hand: Hand, { message, from, sender }: Read): Promise<PersonId | null> {
  if (message.kind === 'bounce') return null;
  if (message.kind === 'auto_reply') return sender?.id ?? null;
  return (sender ?? (await makeSender(hand, from))).id;
}

function makeSender({ tx, channel, row, now }: Hand, from: InboundAddress | null): Promise<Requester> {
  const { language } = row.mailbox;
  const name = from === null ? channel.words(language, 'mail.unknown_sender') : from.name || from.address;
  return makeRequester(tx, { email: from?.address ?? null, name, language }, now);
}
