import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { MailWords } from '#server/channels/email/words.ts';
import type { Language } from '#core/ticket/ticket.ts';
import { filesIn, standIn, textPartOf } from './stand-in.ts';

/** What is known of a message before it is read. */
export interface ListedMessage {
  uid: number;
  size: number;
  arrivedAt: number | null;
}

export interface ReadingOptions {
  maxBytes: number;
  language: Language;
  address: string;
  folder: string;
  words: MailWords;
}

const MAX_TEXT_BYTES = 200_000;

/** The sizes of these messages, in the order of their numbers; one that is gone is left out. */
export const listMessages = async (client: ImapFlow, uids: readonly number[]): Promise<ListedMessage[]> => {
  const listed: ListedMessage[] = [];
  const query = { uid: true, size: true, internalDate: true };
  for await (const { uid, size, internalDate } of client.fetch(uids.join(','), query, { uid: true })) {
    const arrivedAt = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
    listed.push({ uid, size: size ?? 0, arrivedAt: Number.isNaN(arrivedAt) ? null : arrivedAt });
  }
  return listed.filter(({ uid }) => uids.includes(uid)).toSorted((one, other) => one.uid - other.uid);
};

/** The bytes of some messages by their number; one that the server gave no bytes of is left out. */
export const readSources = async (
  client: ImapFlow,
  messages: readonly ListedMessage[],
  maxBytes: number,
): Promise<Map<number, Buffer>> => {
  const sources = new Map<number, Buffer>();
  const range = messages.map(({ uid }) => uid).join(',');
  // one byte more than is taken shows that a message is larger than its server said
  const query = { uid: true, source: { start: 0, maxLength: maxBytes + 1 } };
  for await (const { uid, source } of client.fetch(range, query, { uid: true })) {
    if (source !== undefined) sources.set(uid, source);
  }
  return sources;
};

/** A message too large to be taken: its header, the beginning of its text, the names of its files, and where it lies. */
export const readTooLarge = async (client: ImapFlow, uid: number, options: ReadingOptions): Promise<Buffer> => {
  const { words, language, address, folder, maxBytes } = options;
  const found = await client.fetchOne(
    String(uid),
    { uid: true, size: true, headers: true, bodyStructure: true },
    { uid: true },
  );
  const message: FetchMessageObject | null = found || null;
  const structure = message?.bodyStructure;
  const text = await readText(client, uid, textPartOf(structure));
  const said = words(language, 'mail.too_large_text', {
    size: megabytes(language, message?.size ?? 0),
    most: megabytes(language, maxBytes),
    folder,
    address,
  });
  const files = filesIn(structure).map(({ name, size }) => `- ${name} (${megabytes(language, size)})`);
  return standIn(message?.headers ?? Buffer.alloc(0), [said, ...files, '', text].join('\n').trim());
};

const readText = async (client: ImapFlow, uid: number, part: string | null): Promise<string> => {
  if (part === null) return '';
  const found = await client.download(String(uid), part, { uid: true, maxBytes: MAX_TEXT_BYTES });
  if (found.content === undefined) return '';
  const chunks: Buffer[] = [];
  for await (const chunk of found.content as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8').trim();
};

const megabytes = (language: Language, bytes: number): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(
    bytes / 1_048_576,
  );

/** A message that its server does not give, however often it is asked: words that say so. */
export const notGiven = ({ words, language, address, folder }: ReadingOptions, uid: number, why: string): Buffer =>
  standIn(
    Buffer.from(`Subject: ${encodedWord(words(language, 'mail.not_given_subject'))}\r\n`),
    words(language, 'mail.not_given_text', { folder, address, uid: String(uid), why }),
  );

const encodedWord = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
