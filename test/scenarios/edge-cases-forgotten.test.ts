import { beforeEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { addPerson } from '#server/people/add-store.ts';
import { readFigures } from '#server/metrics/figure-store.ts';
import { deliverDue } from '#server/ticket/deliver.ts';
import { readLogs } from '#server/ticket/event-store.ts';
import { faultsOfTicket } from '#test/chaos/check.ts';
import { testDatabase } from '#test/harness/database.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { BILLING, openMailDesk } from '#test/harness/mail-desk.ts';
import { testLog } from '#test/harness/server.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const admin = await db.withTransaction((tx) =>
  addPerson(
    tx,
    { name: 'Nikola', email: 'nikola@bura.example', role: 'admin', tier: null, language: 'hr', timeZone: 'UTC' },
    desk.clock.current,
  ),
);
const server = await serveDesk(db, desk);
const post = { compose: async (_: unknown, parcel: unknown) => parcel, mailer: { kind: 'smtp', send: taken } } as never;
async function taken() {
  return { ok: true };
}
let address = '';
let ticketId = 0;
let personId = 0;

/** Jelka writes with a file, is answered, and her ticket is solved; what went out is kept by the catcher. */
beforeEach(async () => {
  address = `jelka.skrivena.${ticketId}@posta.example`;
  const headers = 'Content-Type: multipart/mixed; boundary=b\n';
  const file = `--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=skrivena.pdf\n\ntajnodatoteka\n`;
  const body = `--b\n\nJa sam Jelka Skrivena, tajnoime.\n${file}--b--\n`;
  const mail = { from: `Jelka Skrivena <${address}>`, subject: 'Tajnoime', headers, body };
  ticketId = (await desk.takes(mail, [BILLING], address)).ticket_id!;
  personId = (await desk.ticket(ticketId))['requester_id'] as number;
});
const answered = async (): Promise<void> => {
  desk.clock.advance(90 * MINUTE);
  await desk.ticks(ticketId);
  await desk.replies(ticketId, 'Dear Jelka Skrivena, done.');
  await desk.does(ticketId, desk.petra, { type: 'note', messageId: 0, words: 'Jelka Skrivena again.' });
};
const sent = async (): Promise<void> => {
  desk.clock.advance(MINUTE);
  const dispatch = { db, door: desk.door, log: testLog(), post };
  while ((await deliverDue(dispatch)) > 0);
  await db.query(
    `insert into caught_mail (outbox_id, at, mail_from, rcpt_to, subject, body_text, raw)
     select id, created_at, 'a@bura.example', $2, 'Tajnoime', 'Jelka Skrivena', 'Jelka Skrivena' from outbox
     where ticket_id = $1 and message_id is not null`,
    [ticketId, [address]],
  );
};
const solved = () => desk.does(ticketId, desk.petra, { type: 'set_status', to: 'solved' });
const asks = async (method: 'PUT' | 'DELETE', what: string) =>
  (await server.as(admin)).ask(method, `/api/requesters/${personId}/${what}`);
const problem = async (method: 'PUT' | 'DELETE', what: string) =>
  (await asks(method, what)).json<{ code?: string }>().code;

/** The tables in which any of the words stands, in a row as text or among its bytes. */
async function tablesWith(...words: string[]): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const patterns = words.flatMap((word) => [`%${word}%`, `%${Buffer.from(word).toString('hex')}%`]);
    const { rows: held } = await db.query(`select from ${name} t where t::text ilike any($1) limit 1`, [patterns]);
    if (held.length > 0) found.push(name);
  }
  return found.toSorted();
}

const NAMES = ['skriven', 'Skriven', 'tajno', 'Tajno', 'Jelka'];

test('edge case 32: a requester is forgotten: names, words and files go from every table, events and figures stay', async () => {
  await answered();
  await sent();
  await solved();
  const before = { log: (await readLogs(db, [ticketId])).get(ticketId)!, figures: await readFigures(db.pool) };
  expect(before.figures).toMatchObject({ breached: 1 });
  expect(await tablesWith(...NAMES)).toEqual([
    'attachment',
    'blob',
    'caught_mail',
    'intake',
    'message',
    'person',
    'ticket',
    'ticket_search',
  ]);
  const erased = await asks('PUT', 'erasure');
  expect(erased.json()).toMatchObject({ email: null, erasedAt: desk.clock.current, tickets: { open: 0, all: 1 } });
  expect(await tablesWith(...NAMES)).toEqual([]);
  expect(await readFigures(db.pool)).toEqual(before.figures);
  const log = (await readLogs(db, [ticketId])).get(ticketId)!;
  expect(log.slice(0, -1)).toEqual(before.log);
  expect(log.at(-1)).toMatchObject({ actorId: admin, event: { type: 'words_erased', personId } });
  expect(await faultsOfTicket(db, ticketId)).toEqual([]);
  expect((await (await server.as(desk.petra)).get(`/api/tickets/${ticketId}`)).statusCode).toBe(200);
  // once is enough, and somebody who writes again is somebody new
  expect((await asks('PUT', 'erasure')).json()).toMatchObject({ erasedAt: desk.clock.current });
  expect((await readLogs(db, [ticketId])).get(ticketId)).toHaveLength(log.length);
  const again = await desk.takes({ from: `Jelka <${address}>` }, [BILLING], address);
  expect((await desk.ticket(again.ticket_id))['requester_id']).not.toBe(personId);
});

test('edge case 32: under a legal hold nobody is forgotten, and lifting it is an act of its own', async () => {
  await solved();
  expect((await asks('PUT', 'legal-hold')).json()).toMatchObject({ legalHoldAt: desk.clock.current });
  const since: Instant = desk.clock.current;
  desk.clock.advance(DAY);
  expect((await asks('PUT', 'legal-hold')).json()).toMatchObject({ legalHoldAt: since });
  expect(await problem('PUT', 'erasure')).toBe('legal_hold');
  expect(await tablesWith('skriven')).toContain('message');
  // the database holds it as well
  await expect(
    db.query(`update person set email = null, active = false, erased_at = created_at, erased_by = id where id = $1`, [
      personId,
    ]),
  ).rejects.toThrow('person_not_erased_under_hold');
  expect((await asks('DELETE', 'legal-hold')).json()).toMatchObject({ legalHoldAt: null });
  expect((await asks('PUT', 'erasure')).statusCode).toBe(200);
  expect(await problem('PUT', 'legal-hold')).toBe('already_erased');
});

test('edge case 32: nothing is erased while work is owed, or while mail is on its way', async () => {
  await answered();
  expect(await problem('PUT', 'erasure')).toBe('ticket_open');
  await solved();
  expect(await problem('PUT', 'erasure')).toBe('mail_waiting');
  expect(await tablesWith('skriven')).toContain('message');
  await sent();
  desk.clock.advance(HOUR);
  expect((await asks('PUT', 'erasure')).statusCode).toBe(200);
  // a colleague is nobody's requester
  personId = desk.petra;
  expect((await asks('PUT', 'erasure')).statusCode).toBe(404);
});
