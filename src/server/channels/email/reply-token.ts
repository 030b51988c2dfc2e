import { createHmac, timingSafeEqual } from 'node:crypto';

const TOKEN = /^t([0-9a-z]{1,11})\.([0-9a-f]{24})$/;
const SIDE = /^q([0-9a-z]{1,11})\.([0-9a-z]{1,6})\.([0-9a-f]{24})$/;
const MAC_CHARS = 24;

/**
 * What lets an answer find its ticket: `support+t<ticket>.<mac>@…` in the Reply-To of what Belay sends. Only who was
 * written to knows it; nobody can make one up for another ticket.
 */
export type ReplyTokens = {
  /** `address` with the token of a ticket. */
  addressFor(address: string, ticketId: number): string;
  /** The ticket an address holds a true token of; null for every other address. */
  ticketOf(address: string): number | null;
  /** `address` with the token of a side thread: what is answered there is no message of the requester's. */
  sideAddressFor(address: string, side: { ticketId: number; questionId: number }): string;
  /** The side thread an address holds a true token of; null for every other address. */
  sideThreadOf(address: string): { ticketId: number; questionId: number } | null;
  /** Value of the loop header, by which this installation knows its own mail. */
  loopMark: string;
};

/** Tokens signed with the installation's secret. */
export const replyTokens = (secret: string): ReplyTokens => {
  const macOf = (words: string) => createHmac('sha256', secret).update(words).digest('hex').slice(0, MAC_CHARS);
  return {
    addressFor(address, ticketId) {
      const { local, domain } = partsOf(address);
      const ticket = ticketId.toString(36);
      return `${local}+t${ticket}.${macOf(`reply:${ticket}`)}@${domain}`;
    },
    ticketOf(address) {
      const { tag } = partsOf(address.toLowerCase());
      const [, ticket, mac] = TOKEN.exec(tag ?? '') ?? [];
      if (ticket === undefined || mac === undefined) return null;
      const right = timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(`reply:${ticket}`)));
      return right ? Number.parseInt(ticket, 36) : null;
    },
    sideAddressFor(address, { ticketId, questionId }) {
      const { local, domain } = partsOf(address);
      const side = `${ticketId.toString(36)}.${questionId.toString(36)}`;
      return `${local}+q${side}.${macOf(`question:${side}`)}@${domain}`;
    },
    sideThreadOf(address) {
      const { tag } = partsOf(address.toLowerCase());
      const [, ticket, question, mac] = SIDE.exec(tag ?? '') ?? [];
      if (ticket === undefined || question === undefined || mac === undefined) return null;
      const right = timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(`question:${ticket}.${question}`)));
      return right ? { ticketId: Number.parseInt(ticket, 36), questionId: Number.parseInt(question, 36) } : null;
    },
    loopMark: macOf('loop'),
  };
};

/** The parts of an address: `local+tag@domain`; a tag is null when there is none. */
export const partsOf = (address: string): { local: string; tag: string | null; domain: string } => {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const plus = local.indexOf('+');
  return {
    local: plus === -1 ? local : local.slice(0, plus),
    tag: plus === -1 ? null : local.slice(plus + 1),
    domain: address.slice(at + 1),
  };
};

/** The address without its tag: the mailbox it leads to. */
export const untagged = (address: string): string => {
  const { local, domain } = partsOf(address);
  return `${local}@${domain}`;
};
