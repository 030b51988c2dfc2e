import { expect, test } from 'vitest';
import { sealWith } from '#server/platform/sealed.ts';
import { testDatabase } from '#test/harness/database.ts';
import { BILLING, openMailDesk } from '#test/harness/mail-desk.ts';
import { connectMailbox, SECRET } from '#test/harness/mailbox.ts';
import { readConnection, secretPlace } from './connection-store.ts';
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
