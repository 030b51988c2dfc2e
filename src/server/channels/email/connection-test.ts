import { createTransport } from 'nodemailer';
import type { ConnectionTrouble, TriedConnection } from '#contract/mailbox-connection.ts';
import { SECOND, type Duration } from '#core/time.ts';
import type { Language } from '#core/ticket/ticket.ts';
import { TookTooLong, withinTime } from '#server/platform/clock.ts';
import { imapClient, type ImapSettings } from './imap/imap-client.ts';
import { openFolder } from './imap/open-folder.ts';
import type { ServerSettings } from './server-settings.ts';
import { connectionBy } from './smtp-mailer.ts';
import { troubleOf } from './trouble.ts';
import type { MailWords } from './words.ts';

/** Settings to be tried, their secrets open; `secret_unreadable` where that cannot be done any more. */
export interface ToTry {
  imap: (ImapSettings & { folder: string }) | 'secret_unreadable' | null;
  smtp: ServerSettings | 'secret_unreadable' | null;
}

const WITHIN: Duration = 15 * SECOND;

/** Signs in at both servers and looks into the folder; nothing is fetched, sent or changed. Says in words what is wrong. */
export const tryConnection = async (to: ToTry, words: MailWords, language: Language): Promise<TriedConnection> => {
  const said = (error: ConnectionTrouble | null) => ({
    ok: error === null,
    error,
    words: words(language, `mail.trouble.${error ?? 'none'}`),
  });
  const [imap, smtp] = await Promise.all([
    to.imap === null ? null : triedBy(tryImap, to.imap).then(said),
    to.smtp === null ? null : triedBy(trySmtp, to.smtp).then(said),
  ]);
  return { imap, smtp };
};

const triedBy = async <Settings extends object>(
  work: (settings: Settings) => Promise<ConnectionTrouble | null>,
  settings: Settings | 'secret_unreadable',
): Promise<ConnectionTrouble | null> => (typeof settings === 'string' ? settings : work(settings));

const tryImap = async (settings: ImapSettings & { folder: string }): Promise<ConnectionTrouble | null> => {
  const client = imapClient(settings, 0);
  const look = async () => {
    await client.connect();
    await openFolder(client, settings.folder);
  };
  try {
    return await troubleIn(look());
  } finally {
    client.close();
  }
};

const trySmtp = async (settings: ServerSettings): Promise<ConnectionTrouble | null> => {
  const transport = createTransport({
    ...connectionBy(settings),
    connectionTimeout: WITHIN,
    greetingTimeout: WITHIN,
    socketTimeout: WITHIN,
  });
  try {
    return await troubleIn(transport.verify());
  } finally {
    transport.close();
  }
};

const troubleIn = async (work: Promise<unknown>): Promise<ConnectionTrouble | null> => {
  try {
    await withinTime(work, WITHIN);
    return null;
  } catch (error) {
    return error instanceof TookTooLong ? 'timeout' : troubleOf(error).error;
  }
};
