import { envelopeAddress } from '#server/channels/email/address.ts';
import { headerValues, headLines } from '#server/channels/email/header-lines.ts';

const MOST = 50;
const ADDRESS = /<?([^\s<>@",;:]{1,64}@[^\s<>@",;:]{1,189})>?/;

/**
 * What SMTP would have said of a message that lies in a mailbox: the server that delivered it wrote it into the header.
 * `envelopeFrom` is empty for the null sender and `-` when nothing tells.
 */
export const envelopeOf = (raw: Buffer): { envelopeFrom: string; envelopeTo: string[] } => {
  const lines = headLines(raw);
  const returnPath = headerValues(lines, 'return-path')[0];
  const to = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to']
    .flatMap((name) => headerValues(lines, name))
    .flatMap((value) => addressIn(value) ?? []);
  return {
    envelopeFrom:
      returnPath === undefined ? senderOf(lines) : (addressIn(returnPath) ?? (isNull(returnPath) ? '' : '-')),
    envelopeTo: [...new Set(to)].slice(0, MOST),
  };
};

const isNull = (value: string): boolean => /^<\s*>/.test(value.trim());

const senderOf = (lines: readonly string[]): string =>
  ['sender', 'from'].flatMap((name) => headerValues(lines, name)).flatMap((value) => addressIn(value) ?? [])[0] ?? '-';

const addressIn = (value: string): string | null => {
  const found = ADDRESS.exec(value.slice(0, 2_000))?.[1];
  return found === undefined ? null : envelopeAddress(found);
};
