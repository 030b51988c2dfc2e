import path from 'node:path';
import { emailChannel } from '#server/channels/email/channel.ts';
import { replyTokens, type ReplyTokens } from '#server/channels/email/reply-token.ts';
import { loadMailWords } from '#server/channels/email/words.ts';
import { putMailbox } from '#server/people/add-store.ts';
import { findMailbox, keepArrived } from '#server/ticket/intake-store.ts';
import { takeUpDue, type IntakeDeps } from '#server/ticket/intake.ts';
import type { TestDatabase } from './database.ts';
import { openDesk, type OpenDesk } from './desk.ts';
import { testLog } from './server.ts';

/** A line of the ledger. */
export interface LedgerRow {
  id: number;
  verdict: string;
  why: string;
  ticket_id: number | null;
  duplicate_of: number | null;
}

/** What is told of a mail; the rest is made up. `id: null` = without a Message-ID. */
export interface MailFields {
  id?: string | null;
  from?: string;
  date?: string;
  subject?: string;
  /** Whole lines, each with its line feed. */
  headers?: string;
  body?: string;
}

type Row = Record<string, unknown>;

/** A desk with two mailboxes, to which mail comes without a network. */
export interface MailDesk extends OpenDesk {
  intake: IntakeDeps;
  tokens: ReplyTokens;
  /** Writes a mail into the ledger as the receiver does. */
  arrives(raw: Buffer, to?: string[], envelopeFrom?: string): Promise<void>;
  /** A mail that arrived and was taken up: its row in the ledger. */
  takes(fields: MailFields, to?: string[], envelopeFrom?: string): Promise<LedgerRow>;
  ledger(): Promise<LedgerRow[]>;
  ticket(id: number | null): Promise<Row>;
  messages(id: number | null): Promise<Row[]>;
  /** Petra answers; the message's row. */
  replies(ticketId: number, words?: string): Promise<{ id: number; message_id: string }>;
}

export const BILLING = 'billing@bura.example';
export const SUPPORT = 'support@bura.example';
const SECRET = 'a secret of at least thirty-two characters';

let count = 0;

/** A mail from Iva to billing; every one has another id and another minute. */
export const mailOf = ({ id, from = 'Iva <iva@posta.example>', date, ...rest }: MailFields): Buffer => {
  const { subject = 'Račun', headers = '', body = 'Pomoć' } = rest;
  count += 1;
  const idLine = id === null ? '' : `Message-ID: <${id ?? `m${count}@posta.example`}>\n`;
  const minute = String(count % 60).padStart(2, '0');
  const lines = `From: ${from}\nTo: ${BILLING}\nSubject: ${subject}\nDate: ${date ?? `Mon, 23 Nov 2026 09:${minute}:00 +0100`}\n${idLine}${headers}\n${body}\n`;
  return Buffer.from(lines.replaceAll('\n', '\r\n'));
};

/** Fills an empty, migrated database. */
export async function openMailDesk(db: TestDatabase): Promise<MailDesk> {
  const desk = await openDesk(db);
  const tokens = replyTokens(SECRET);
  const words = await loadMailWords(path.resolve(import.meta.dirname, '../../locales'));
  const intake: IntakeDeps = { db, door: desk.door, channel: emailChannel(tokens, words), log: testLog() };
  for (const address of [BILLING, SUPPORT])
    await db.withTransaction((tx) => putMailbox(tx, mailbox(address, desk.teamId)));
  const ledger = async () =>
    (await db.query<LedgerRow>('select id, verdict, why, ticket_id, duplicate_of from intake order by id')).rows;
  const messages = async (id: number | null) =>
    (await db.query<Row>('select * from message where ticket_id = $1 order by id', [id])).rows;
  const arrives = async (raw: Buffer, to: string[] = [BILLING], envelopeFrom = 'iva@posta.example') => {
    const recipients = new Map<number, string[]>();
    for (const address of to) {
      const found = (await findMailbox(db, intake.channel.plainAddress(address)))!;
      recipients.set(found, [...(recipients.get(found) ?? []), address]);
    }
    await keepArrived(db, { envelopeFrom, recipients, raw }, desk.clock.current);
  };
  return {
    ...desk,
    intake,
    tokens,
    arrives,
    ledger,
    messages,
    async takes(fields, to, envelopeFrom) {
      await arrives(mailOf(fields), to, envelopeFrom);
      await takeUpDue(intake);
      return (await ledger()).at(-1)!;
    },
    ticket: async (id) => (await db.query<Row>('select * from ticket where id = $1', [id])).rows[0]!,
    async replies(ticketId, text = 'We are on it.') {
      await desk.does(ticketId, desk.petra, { type: 'reply', messageId: 0, words: text });
      return (await messages(ticketId)).at(-1)! as { id: number; message_id: string };
    },
  };
}

const mailbox = (address: string, teamId: number) => ({
  address,
  name: 'Bura',
  teamId,
  policyName: 'Standard',
  topic: 'billing',
  severity: 'S2' as const,
  language: 'hr' as const,
});
