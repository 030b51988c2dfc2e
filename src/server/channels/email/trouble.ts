import type { ConnectionTrouble } from '#contract/mailbox-connection.ts';
import { oneLine } from './header.ts';

/** Something about a mail server that somebody must look at. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly trouble: ConnectionTrouble;

  constructor(trouble: ConnectionTrouble, words: string) {
    super(words);
    this.trouble = trouble;
  }
}

const BY_CODE: Record<string, ConnectionTrouble> = {
  ENOTFOUND: 'host_unknown',
  EAI_AGAIN: 'host_unknown',
  EAI_NODATA: 'host_unknown',
  EDNS: 'host_unknown',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EACCES: 'refused',
  ETIMEDOUT: 'timeout',
  ETIMEOUT: 'timeout',
  CONNECT_TIMEOUT: 'timeout',
  GREETING_TIMEOUT: 'timeout',
  UPGRADE_TIMEOUT: 'tls',
  ECONNRESET: 'lost',
  EPIPE: 'lost',
  ECONNECTION: 'lost',
  NoConnection: 'lost',
  EConnectionClosed: 'lost',
  ClosedAfterConnectText: 'lost',
  ClosedAfterConnectTLS: 'lost',
  STARTTLS_INJECTION: 'tls',
  ETLS: 'tls',
  EPROTO: 'tls',
  EAUTH: 'login',
  ENOAUTH: 'login',
};
const CERTIFICATE = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|HOSTNAME_MISMATCH)/;

/** What went wrong with a mail server, as a code, and its own words for who wants to know more. */
export const troubleOf = (error: unknown): { error: ConnectionTrouble; detail: string } => {
  const found = error as {
    code?: string;
    tlsFailed?: boolean;
    authenticationFailed?: boolean;
    responseText?: string;
    cause?: unknown;
  };
  const words = error instanceof Error ? error.message : String(error);
  const detail = oneLine([words, found.responseText ?? ''].join(' '), 300);
  if (error instanceof Trouble) return { error: error.trouble, detail };
  if (found.authenticationFailed === true) return { error: 'login', detail };
  const codes = chainOf(error).flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  if (codes.some((code) => CERTIFICATE.test(code))) return { error: 'certificate', detail };
  if (codes.some((code) => code.startsWith('ERR_SSL')) || found.tlsFailed === true) return { error: 'tls', detail };
  // a resolver's and a socket's own code says more than the library's about the same event
  const known = codes.toReversed().find((code) => BY_CODE[code] !== undefined);
  return { error: known === undefined ? 'answer' : BY_CODE[known]!, detail };
};

/** The error and what caused it, outermost first. */
const chainOf = (error: unknown): { code?: unknown }[] => {
  const chain: { code?: unknown }[] = [];
  let next = error;
  while (next instanceof Error && chain.length < 10) {
    chain.push(next as { code?: unknown });
    next = next instanceof AggregateError ? next.errors[0] : next.cause;
  }
  return chain;
};
