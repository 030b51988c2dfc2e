import { createHmac } from 'node:crypto';
import path from 'node:path';
import { decisionLinks } from '#server/approval/decision-link.ts';
import { emailChannel } from '#server/channels/email/channel.ts';
import { startFetching } from '#server/channels/email/imap/fetching.ts';
import { ownMailers } from '#server/channels/email/own-mailers.ts';
import { emailPost } from '#server/channels/email/post.ts';
import { startReceiver } from '#server/channels/email/receive.ts';
import { replyTokens } from '#server/channels/email/reply-token.ts';
import { resealConnections } from '#server/channels/email/reseal.ts';
import { smtpMailer } from '#server/channels/email/smtp-mailer.ts';
import { loadMailWords } from '#server/channels/email/words.ts';
import type { Config } from '#server/config.ts';
import type { Closers } from '#server/platform/closers.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Bell } from '#server/platform/live/bell.ts';
import type { Log } from '#server/platform/log.ts';
import type { StartedCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { portRefusal } from '#server/platform/port-refusal.ts';
import type { Seal } from '#server/platform/sealed.ts';
import type { Dispatch } from '#server/ticket/deliver.ts';
import { startDispatch } from '#server/ticket/dispatch.ts';
import type { Door } from '#server/ticket/handle.ts';
import { openEntrance } from '#server/ticket/intake-entrance.ts';
import { startIntake } from '#server/ticket/intake.ts';

const LOCALES = path.resolve(import.meta.dirname, '../../locales');

type MailParts = {
  config: Config;
  log: Log;
  db: Database;
  door: Door;
  bell: Bell;
  secret: string;
  /** Opens the passwords of mailboxes. */
  seal: Seal;
  /** What people open. */
  url: string;
  carrier: StartedCarrier;
};

/** Mail in, by SMTP and out of mailboxes on other servers, and mail out. */
export const startMail = async (
  parts: MailParts,
  opened: Closers,
): Promise<{ smtp: { host: string; port: number }; dispatch: Dispatch }> => {
  const { config, log, db, door, bell, url, carrier } = parts;
  const words = await loadMailWords(LOCALES);
  const tokens = replyTokens(derived(parts.secret, 'replies'));
  const mailer = config.smtpUrl === null ? null : smtpMailer(config.smtpUrl);
  if (mailer !== null) opened.add('mail server', async () => mailer.close());
  await resealConnections(db, parts.seal);
  const own = ownMailers(parts.seal);
  opened.add('mail servers of mailboxes', async () => own.close());
  const decisionLink = decisionLinks({ secret: derived(parts.secret, 'approvals'), publicUrl: url, clock: door.clock });
  const stationery = { words, tokens, publicUrl: url, mailHost: door.mailHost, decisionLink };
  const dispatch: Dispatch = { db, door, post: emailPost(stationery, mailer, own) as Dispatch['post'], log };
  const dispatcher = await startDispatch(dispatch, {
    ...carrier,
    work: (deliver) =>
      carrier.work(async (id) => {
        await deliver(id);
        bell.ring([]);
      }),
  });
  let stopping: Promise<void> | null = null;
  const stopOut = (): Promise<void> => (stopping ??= dispatcher.stop());
  opened.add('mail out', stopOut);

  const channel = emailChannel(tokens, words);
  const intake = startIntake({ db: ringingWhenTaken(db, bell), door, channel, log });
  opened.add('mail in', () => intake.stop());
  const { smtpHost: host, smtpPort: port } = config;
  const entrance = openEntrance(db, door.clock, channel);
  const receiver = await startReceiver({
    host,
    port,
    log,
    maxBytes: config.mailMaxBytes,
    ...entrance,
    wake: intake.wake,
  }).catch((error: unknown) => {
    throw portRefusal(error, { variable: 'BELAY_SMTP_PORT', host, port });
  });
  opened.add('mail receiver', () => receiver.close());
  const fetching = startFetching({
    db,
    clock: door.clock,
    log,
    seal: parts.seal,
    words,
    maxBytes: config.mailMaxBytes,
    keep: entrance.keepFetched,
    kept: entrance.fetchedAmong,
    wake: intake.wake,
  });
  opened.add('mailboxes', () => fetching.stop());
  // begun first and waited for later: nothing more goes out while others finish
  opened.add('start of mail out', async () => void stopOut().catch(() => {}));
  return { smtp: { host, port: receiver.port }, dispatch };
};

/** A secret for one purpose: what is signed for one cannot be passed off as signed for another. */
const derived = (secret: string, purpose: string): string => createHmac('sha256', secret).update(purpose).digest('hex');

/** Taking up a mail says `true` when there was one. */
const ringingWhenTaken = (db: Database, bell: Bell): Pick<Database, 'withTransaction'> => ({
  withTransaction: async (fn, options) => {
    const done = await db.withTransaction(fn, options);
    if (done === true) bell.ring([]);
    return done;
  },
});
