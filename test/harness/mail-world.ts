import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll } from 'vitest';
import type { OutgoingMail } from '#server/channels/email/outgoing.ts';
import { emailPost } from '#server/channels/email/post.ts';
import { replyTokens } from '#server/channels/email/reply-token.ts';
import { smtpMailer } from '#server/channels/email/smtp-mailer.ts';
import { loadMailWords } from '#server/channels/email/words.ts';
import { MINUTE, type Duration } from '#core/time.ts';
import { deliverDue, type Dispatch } from '#server/ticket/deliver.ts';
import type { TestDatabase } from './database.ts';
import type { OpenDesk } from './desk.ts';
import { SECRET } from './mailbox.ts';
import { testLog } from './server.ts';

/** A mail as the world's server took it, with the addresses it went to. */
interface Taken {
  to: string[];
  raw: string;
}

/** The world outside: an SMTP server that takes every mail but those to the address it refuses, and what it took. */
export interface MailWorld {
  /** Since the last look. */
  taken: Taken[];
  /** Delivers what is due so much later. */
  delivers(afterMs: Duration): Promise<void>;
  /** The mails to an address, of those taken. */
  takenFor(address: string): Promise<ParsedMail[]>;
  /** Delivers what is due two minutes on; the mails since the last look, with the addresses they went to. */
  arrived(): Promise<{ to: string[]; mail: ParsedMail }[]>;
}

/** Mails of the desk go out by SMTP to a server that listens on a free port until the file ends. */
export async function mailWorld(
  db: TestDatabase,
  desk: Pick<OpenDesk, 'clock' | 'door'>,
  { refuses }: { refuses?: string } = {},
): Promise<MailWorld> {
  const taken: Taken[] = [];
  const world = new SMTPServer({
    closeTimeout: 100,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, callback) =>
      callback(address === refuses ? Object.assign(new Error('no such box'), { responseCode: 550 }) : null),
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push({ to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString() });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => world.listen(0, '127.0.0.1', resolve));
  const smtp = smtpMailer(`smtp://127.0.0.1:${(world.server.address() as AddressInfo).port}`);
  afterAll(async () => {
    smtp.close();
    await new Promise<void>((resolve) => world.close(resolve));
  });
  const words = await loadMailWords(path.resolve(import.meta.dirname, '../../locales'));
  const settings = {
    words,
    tokens: replyTokens(SECRET),
    publicUrl: 'https://desk.bura.example',
    mailHost: 'bura.example',
  };
  const dispatch: Dispatch<OutgoingMail> = { db, door: desk.door, log: testLog(), post: emailPost(settings, smtp) };
  const delivers = async (afterMs: Duration): Promise<void> => {
    desk.clock.advance(afterMs);
    await deliverDue(dispatch);
  };
  return {
    taken,
    delivers,
    takenFor: (address) =>
      Promise.all(taken.filter(({ to }) => to.includes(address)).map(({ raw }) => simpleParser(raw))),
    async arrived() {
      await delivers(2 * MINUTE);
      return Promise.all(taken.splice(0).map(async ({ to, raw }) => ({ to, mail: await simpleParser(raw) })));
    },
  };
}
