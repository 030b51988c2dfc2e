import type { AddressObject, EmailAddress } from 'mailparser';
import type { InboundAddress } from '#core/intake/inbound.ts';
import { oneLine } from './header.ts';

const MAX_ADDRESSES = 200;
// what can be answered: one @, no spaces or quotes, within the limits of SMTP
const ANSWERABLE = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,189}$/u;

/** Whether mail could be sent to it. */
export const isAnswerable = (address: string): boolean => ANSWERABLE.test(address);

/** The addresses of a parsed header, groups opened, each once, at most 200; those nobody could answer are left out. */
export const addressesOf = (header: AddressObject | AddressObject[] | undefined): InboundAddress[] => {
  const found = new Map<string, InboundAddress>();
  for (const entry of entriesOf(header)) {
    const address = (entry.address ?? '').trim().toLowerCase();
    if (!isAnswerable(address) || found.has(address)) continue;
    found.set(address, { name: oneLine(entry.name, 200), address });
    if (found.size === MAX_ADDRESSES) break;
  }
  return [...found.values()];
};

const entriesOf = (header: AddressObject | AddressObject[] | undefined): EmailAddress[] => {
  const headers = header === undefined ? [] : Array.isArray(header) ? header : [header];
  return headers.flatMap(({ value }) => value.flatMap((entry) => entry.group ?? [entry]));
};

/** An envelope address: lower case, null for the null sender and for what nobody could answer. */
export const envelopeAddress = (address: string): string | null => {
  const clean = address.trim().toLowerCase();
  return isAnswerable(clean) ? clean : null;
};
