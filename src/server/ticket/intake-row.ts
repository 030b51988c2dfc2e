import type { InboundAddress, InboundAttachment, InboundMessage } from '#core/intake/inbound.ts';
import { decideIntake, type IntakeVerdict, type NamedTicket } from '#core/intake/verdict.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { never } from '#core/result.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { makeRequester, type Requester } from '#server/people/requester-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { keepBlobs } from '#server/platform/storage/blob.ts';
import { drawMessageId, handle, type Door, type NewMessage } from './handle.ts';
import {
  drawIds,
  gatherIntake,
  markBounced,
  markNoticeBounced,
  settleIntake,
  type IntakeEnd,
  type WaitingIntake,
} from './intake-store.ts';

/** What intake needs of the channel a message came by. */
export interface InboundChannel {
  parse(mail: {
    raw: Uint8Array;
    envelopeFrom: string;
  }): Promise<{ ok: true; message: InboundMessage } | { ok: false; why: string }>;
  /** Who sent it, as far as it can be seen without reading the rest. */
  senderOf(mail: { raw: Uint8Array; envelopeFrom: string }): InboundAddress | null;
  /** The ticket whose signed token an address holds; null for every other address. */
  ticketOf(address: string): TicketId | null;
  /** The address without token or tag. */
  plainAddress(address: string): string;
  /** Words of `locales/`, for what has to be said in a ticket's own text. */
  words(language: Language, key: string, values?: Record<string, string>): string;
}

/** After so many attempts a message is shown to a person as it is. */
export const MOST_ATTEMPTS = 5;

/** A row in hand. */
interface Hand {
  tx: Tx;
  door: Door;
  channel: InboundChannel;
  row: WaitingIntake;
  now: Instant;
}

/**
 * Gives a waiting row of the ledger its verdict and does what follows, everything in `tx`; the ticket that was opened or
 * changed, null when none was. A message that cannot be read, or that threw too often, becomes a ticket that says so. Throws on a bug, and on `intake_identity` when the same
 * message was decided at this moment.
 */
export async function decideRow(hand: Hand): Promise<TicketId | null> {
  const { channel, row } = hand;
  if (row.attempts >= MOST_ATTEMPTS) return openUnreadable(hand, row.lastError ?? 'too many attempts');
  const parsed = await channel.parse(row);
  if (!parsed.ok) return openUnreadable(hand, parsed.why);
  const { message } = parsed;
  const from = message.from ?? channel.senderOf({ raw: new Uint8Array(), envelopeFrom: row.envelopeFrom });
  const address = from?.address ?? null;
  const facts = await gatherIntake(hand.tx, message, {
    from: address,
    plain: address === null ? null : channel.plainAddress(address),
    ticketIds: tokensOf(channel, message, row),
  });
  const read = { message, from, sender: facts.sender, idReused: facts.idKnown };
  return doVerdict(hand, read, decideIntake(message, facts));
}

function tokensOf(channel: InboundChannel, message: InboundMessage, row: WaitingIntake): TicketId[] {
  const addresses = [...row.envelopeTo, ...message.to.map((to) => to.address), ...message.cc.map((cc) => cc.address)];
  return [...new Set(addresses.flatMap((address) => channel.ticketOf(address) ?? []))];
}

/** A message with what was found out about it. */
interface Read {
  message: InboundMessage;
  from: InboundAddress | null;
  sender: Requester | null;
  idReused: boolean;
}

async function doVerdict(hand: Hand, read: Read, verdict: IntakeVerdict): Promise<TicketId | null> {
  switch (verdict.verdict) {
    case 'accepted':
      return openNew(hand, read, verdict.why);
    case 'joined':
      return join(hand, read, verdict);
    case 'rejected':
      return reject(hand, read, verdict);
    default:
      return never(verdict);
  }
}

async function reject(
  { tx, row, now }: Hand,
  { message, from }: Read,
  verdict: Extract<IntakeVerdict, { verdict: 'rejected' }>,
): Promise<null> {
  const { bounce } = message;
  if (verdict.why === 'bounce' && bounce?.final === true && bounce.originalMessageId !== null) {
    await markNoticeBounced(tx, bounce.originalMessageId, bounce.diagnostic ?? bounce.status, now);
  }
  const end: IntakeEnd = { verdict: 'rejected', why: verdict.why, message, fromAddress: from?.address ?? null };
  if (verdict.why === 'duplicate') end.duplicateOf = verdict.duplicateOf;
  await settleIntake(tx, row.id, end, now);
  return null;
}

async function openNew(hand: Hand, read: Read, why: 'new' | 'follow_up'): Promise<TicketId> {
  const { channel, row } = hand;
  const { language } = row.mailbox;
  const firstLine = read.message.visibleText.split('\n', 1)[0]!.slice(0, 100).trim().toWellFormed();
  const subject = read.message.subject || firstLine || channel.words(language, 'mail.no_subject');
  const requester = read.sender ?? (await makeSender(hand, read.from));
  return open(hand, { requester, subject, why, read, message: wordsOf(read), attachments: read.message.attachments });
}

async function openUnreadable(hand: Hand, why: string): Promise<TicketId> {
  const { channel, row } = hand;
  const from = channel.senderOf(row);
  const { language } = row.mailbox;
  const sender = from?.address ?? channel.words(language, 'mail.unknown_sender');
  return open(hand, {
    requester: await makeSender(hand, from),
    subject: channel.words(language, 'mail.unreadable_subject', { sender }),
    why: 'unreadable',
    read: null,
    message: { bodyText: channel.words(language, 'mail.unreadable_text', { why }), fromAddress: from?.address ?? null },
    attachments: [
      {
        name: 'message.eml',
        mediaType: 'message/rfc822',
        size: row.size,
        contentId: null,
        inline: false,
        bytes: row.raw,
        hash: row.blobHash,
      },
    ],
  });
}

/** A ticket about to be opened. */
interface Opening {
  requester: Requester;
  subject: string;
  why: string;
  read: Read | null;
  message: Omit<NewMessage, 'id' | 'authorId' | 'kind' | 'channel'>;
  attachments: InboundAttachment[];
}

async function open({ tx, door, row, now }: Hand, opening: Opening): Promise<TicketId> {
  const { mailbox } = row;
  const { policyVersionId } = mailbox;
  if (policyVersionId === null) throw new Error(`mailbox ${mailbox.address} names no active policy`);
  const receivedAt = Math.min(row.receivedAt, now);
  const { ticketId, messageId } = await drawIds(tx);
  const { requester } = opening;
  await keepBlobs(tx, opening.attachments, now);
  // nobody else can hold a ticket that is only being made: no time has passed waiting for it
  const [decision] = await handle(tx, { ...door, clock: { now: async () => now } }, [
    {
      ticketId,
      actor: SYSTEM,
      subject: opening.subject,
      command: {
        type: 'open',
        severity: mailbox.severity,
        topic: mailbox.topic,
        channel: 'email',
        language: mailbox.language,
        requesterId: requester.id,
        organisationId: requester.organisationId,
        teamId: mailbox.teamId,
        policyVersionId,
        messageId,
        receivedAt,
      },
      message: {
        ...opening.message,
        id: messageId,
        authorId: requester.id,
        kind: 'message',
        channel: 'email',
        at: receivedAt,
        intakeId: row.id,
        attachments: opening.attachments.map(toAttachment),
      },
    },
  ]);
  if (!decision!.ok) throw new Error(`a new ticket was refused: ${decision!.refusal}`);
  const end = { verdict: 'accepted', why: opening.why, ticketId, messageRowId: messageId } as const;
  const fromAddress = opening.read?.from?.address ?? opening.message.fromAddress ?? null;
  await settleIntake(tx, row.id, { ...end, message: opening.read?.message ?? null, fromAddress }, now);
  return ticketId;
}

async function join(hand: Hand, read: Read, verdict: Extract<IntakeVerdict, { verdict: 'joined' }>): Promise<TicketId> {
  const { tx, door, row, now } = hand;
  const { message, from } = read;
  const { ticket } = verdict;
  const author = await authorOf(hand, read, ticket);
  const messageId = await drawMessageId(tx);
  await keepBlobs(tx, message.attachments, now);
  const [decision] = await handle(tx, door, [
    {
      ticketId: ticket.ticketId,
      actor: SYSTEM,
      command: { type: 'receive', messageId, authorId: author ?? ticket.requesterId, kind: message.kind },
      message: {
        ...wordsOf(read),
        id: messageId,
        authorId: author,
        kind: message.kind,
        channel: 'email',
        at: Math.min(row.receivedAt, now),
        intakeId: row.id,
        attachments: message.attachments.map(toAttachment),
      },
    },
  ]);
  if (!decision!.ok) {
    // it was closed between reading and locking
    if (decision!.refusal === 'ticket_closed') return openNew(hand, read, 'follow_up');
    throw new Error(`a message was refused: ${decision!.refusal}`);
  }
  if (verdict.bouncedMessageId !== null) {
    await markBounced(tx, verdict.bouncedMessageId, message.bounce?.diagnostic ?? message.bounce?.status ?? null, now);
  }
  const end = { verdict: 'joined', why: verdict.why, ticketId: ticket.ticketId, messageRowId: messageId } as const;
  await settleIntake(tx, row.id, { ...end, message, fromAddress: from?.address ?? null }, now);
  return ticket.ticketId;
}

/** Nobody becomes a requester because their mail system answered. */
async function authorOf(hand: Hand, { message, from, sender }: Read, ticket: NamedTicket): Promise<PersonId | null> {
  if (message.kind === 'bounce') return null;
  if (message.kind === 'auto_reply') return ticket.requesterId;
  return (sender ?? (await makeSender(hand, from))).id;
}

function makeSender({ tx, channel, row, now }: Hand, from: InboundAddress | null): Promise<Requester> {
  const { language } = row.mailbox;
  const name = from === null ? channel.words(language, 'mail.unknown_sender') : from.name || from.address;
  return makeRequester(tx, { email: from?.address ?? null, name, language }, now);
}

function wordsOf({ message, from, idReused }: Read): Omit<NewMessage, 'id' | 'authorId' | 'kind' | 'channel'> {
  return {
    subject: message.subject,
    bodyText: message.text,
    visibleText: message.visibleText,
    bodyHtml: message.html,
    fromAddress: from?.address ?? null,
    toAddresses: message.to.map((to) => to.address),
    ccAddresses: message.cc.map((cc) => cc.address),
    messageId: message.messageId,
    idReused,
  };
}

const toAttachment = ({ name, mediaType, size, contentId, inline, hash }: InboundAttachment) => ({
  name,
  mediaType,
  size,
  contentId,
  inline,
  blobHash: Buffer.from(hash),
});
