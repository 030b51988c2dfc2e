import { z } from 'zod';
import { instant } from './common.ts';

/** What keeps a mailbox from being reached, as a code; the words stand in `locales/` as `mail.trouble.*`. */
export const CONNECTION_TROUBLES = [
  'host_unknown',
  'refused',
  'timeout',
  'lost',
  'tls',
  'certificate',
  'login',
  'folder',
  'secret_needed',
  'secret_unreadable',
  'answer',
] as const;
export type ConnectionTrouble = (typeof CONNECTION_TROUBLES)[number];
export const connectionTrouble = z.enum(CONNECTION_TROUBLES);

const host = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9._:-]{1,253}$/);
const server = {
  host,
  port: z.number().int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']),
  /** PEM of a certificate to trust that no public authority vouches for. */
  certificate: z.string().max(20_000).nullable().default(null),
};
/** Written, never read: left out, the one that is kept stays, as long as server and user are the same. */
const secret = z.string().min(1).max(1_000).optional();
const folder = z.string().trim().min(1).max(200);

const imap = z.object({
  ...server,
  user: z.string().min(1).max(320),
  folder: folder.default('INBOX'),
  /** `now` leaves alone what lies there when the connection is made. */
  fetchFrom: z.enum(['now', 'all']).default('now'),
  /** A folder that fetched mail is moved to; null marks it and leaves it. */
  moveTo: folder.nullable().default(null),
});
const smtp = z.object({ ...server, user: z.string().min(1).max(320).nullable().default(null) });

export const putMailboxConnection = z.object({
  imap: imap.extend({ secret }).nullable().default(null),
  smtp: smtp.extend({ secret }).nullable().default(null),
});
export type PutMailboxConnection = z.infer<typeof putMailboxConnection>;

const kept = { hasSecret: z.boolean() };
export const mailboxConnection = z.object({
  mailboxId: z.number().int(),
  imap: imap.extend(kept).nullable(),
  smtp: smtp.extend(kept).nullable(),
  /** `new` until the server was reached once. */
  state: z.enum(['new', 'up', 'failing']),
  since: instant,
  error: connectionTrouble.nullable(),
  errorWords: z.string().nullable(),
  lastSeenAt: instant.nullable(),
});
export type MailboxConnection = z.infer<typeof mailboxConnection>;

const tried = z.object({ ok: z.boolean(), error: connectionTrouble.nullable(), words: z.string() });
/** null where nothing is set. */
export const triedConnection = z.object({ imap: tried.nullable(), smtp: tried.nullable() });
export type TriedConnection = z.infer<typeof triedConnection>;

/** A mailbox that has not been reached for some minutes. */
export const mailboxTrouble = z.object({
  address: z.string(),
  state: z.string(),
  since: instant,
  error: connectionTrouble,
});
export const mailboxTroubles = z.object({ items: z.array(mailboxTrouble) });
export type MailboxTrouble = z.infer<typeof mailboxTrouble>;
