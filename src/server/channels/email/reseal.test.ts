import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { sealWith } from '#server/platform/sealed.ts';
import { testDatabase } from '#test/harness/database.ts';
import { BILLING, openMailDesk } from '#test/harness/mail-desk.ts';
import { connectMailbox, SECRET } from '#test/harness/mailbox.ts';
import { readConnection, secretPlace } from './connection-store.ts';
import { tryConnection } from './connection-test.ts';
import type { OutgoingMail } from './outgoing.ts';
import { ownMailers } from './own-mailers.ts';
import { resealConnections } from './reseal.ts';

const db = await testDatabase();
await openMailDesk(db);

test('after a change of the secret passwords are sealed anew once, and the old secret is needed no longer', async () => {
  const box = { imap: { host: '127.0.0.1', port: 143, securePort: 993 }, boxes: {} };
  const mailboxId = await connectMailbox({ db }, box, BILLING, { imap: { secret: 'lozinka' } });
  const next = 'the next secret, of more than thirty-two characters';
  expect(await resealConnections(db, sealWith(next))).toBe(0);
  expect(await resealConnections(db, sealWith(next, [SECRET]))).toBe(1);
  expect(await resealConnections(db, sealWith(next, [SECRET]))).toBe(0);
  const { imap } = (await readConnection(db, mailboxId))!;
  expect(sealWith(next).open(imap!.sealed!, secretPlace(mailboxId, 'imap'))).toBe('lozinka');
});

test('a password that cannot be read any more is never tried with an empty one, and that is said', async () => {
  const box = { imap: { host: '127.0.0.1', port: 143, securePort: 993 }, boxes: {} };
  const connections: unknown[] = [];
  const server = net.createServer((socket) => connections.push(socket.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const smtp = { port, user: BILLING, sealed: 's1.unknown.key' };
  const mailboxId = await connectMailbox({ db }, box, BILLING, { smtp });
  const own = ownMailers(sealWith(SECRET));
  const mailer = await own.of(db, mailboxId);
  await expect(mailer!.send({} as OutgoingMail)).rejects.toMatchObject({ trouble: 'secret_unreadable' });
  own.close();
  const tried = await tryConnection({ imap: null, smtp: 'secret_unreadable' }, (_, key) => key, 'en');
  expect(tried.smtp).toEqual({ ok: false, error: 'secret_unreadable', words: 'mail.trouble.secret_unreadable' });
  expect(connections).toEqual([]);
  server.close();
});
