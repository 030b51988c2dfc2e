import path from 'node:path';
import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import type { OutgoingMail } from '#server/channels/email/outgoing.ts';
import { emailPost } from '#server/channels/email/post.ts';
import { replyTokens } from '#server/channels/email/reply-token.ts';
import { loadMailWords } from '#server/channels/email/words.ts';
import { addPerson } from '#server/people/add-store.ts';
import { deliverDue, type Dispatch } from '#server/ticket/deliver.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { SECRET } from '#test/harness/mailbox.ts';
import { testLog } from '#test/harness/server.ts';
import { decisionLinks } from './decision-link.ts';
import { pruneLinks } from './link-store.ts';

const PUBLIC = 'https://desk.bura.example';
const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, ivana, sanja } = desk;
const fran = await addPerson(
  db,
  {
    name: 'Fran',
    role: 'approver',
    email: 'fran@bura.example',
    tier: null,
    language: 'hr',
    timeZone: 'Europe/Zagreb',
  },
  MONDAY,
);
const words = await loadMailWords(path.resolve(import.meta.dirname, '../../../locales'));
const stationery = {
  words,
  tokens: replyTokens(SECRET),
  publicUrl: PUBLIC,
  mailHost: 'bura.example',
  decisionLink: decisionLinks({ secret: SECRET, publicUrl: PUBLIC, clock: desk.clock }),
};
const sent: OutgoingMail[] = [];
let takes = true;
const dispatch: Dispatch<OutgoingMail> = {
  db,
  door: desk.door,
  log: testLog(),
  post: {
    ...emailPost(stationery, null),
    mailer: {
      kind: 'smtp',
      async send(mail) {
        sent.push(mail);
        if (!takes) throw new Error('the line was cut');
        return { ok: true };
      },
    },
  },
};

/** Petra asks Fran; the ticket, and the path of the link in the mail he gets. */
const asked = async () => {
  const id = await desk.opens();
  await desk.does(id, ivana, { type: 'assign', assigneeId: petra, teamId: null });
  await desk.does(id, petra, {
    type: 'ask_approval',
    approvers: [{ type: 'person', personId: fran }],
    rule: 'all',
    amount: { minor: 12_000, currency: 'EUR' },
    messageId: null,
    decideMs: 30 * DAY,
    words: 'Charged <twice>.',
  });
  return { id, link: await linkOf() };
};
const linkOf = async () => {
  desk.clock.advance(2 * MINUTE);
  sent.length = 0;
  await deliverDue(dispatch);
  const mail = sent.find(({ to }) => to.includes('fran@bura.example'));
  return new RegExp(String.raw`${PUBLIC}(/decide/\S+)`).exec(mail?.text ?? '')?.[1] ?? '';
};
const looks = (link: string) => server.http.inject({ method: 'GET', url: link });
const presses = (link: string, verdict: string, said = '', headers: Record<string, string> = {}) =>
  server.http.inject({
    method: 'POST',
    url: link,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams({ verdict, words: said }).toString(),
  });
const approvalOf = async (id: number) => (await loadTickets(db, [id])).get(id)!.approvals[0]!;
const linkRows = async () => (await db.query('select * from approval_link')).rows;

test('Fran decides from his mail without signing in; looking at the link, however often, decides nothing', async () => {
  const { id, link } = await asked();
  for (let look = 0; look < 3; look += 1) {
    const { statusCode, body, headers } = await looks(link);
    expect(statusCode).toBe(200);
    expect(body).toContain('Odobri');
    expect(body).toContain('120,00');
    expect(body).toContain('Charged &lt;twice&gt;.');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  }
  expect((await server.http.inject({ method: 'HEAD', url: link })).statusCode).toBe(200);
  expect(await approvalOf(id)).toMatchObject({ status: 'pending' });
  const pressed = await presses(link, 'granted', 'Isplatite.');
  expect([pressed.statusCode, pressed.body.includes('Odobrili ste')]).toEqual([200, true]);
  expect(await approvalOf(id)).toMatchObject({ status: 'ended', why: 'granted', endedBy: fran });
  const { rows } = await db.query(
    'select author_id, body_text from message where ticket_id = $1 order by id desc limit 1',
    [id],
  );
  expect(rows).toEqual([{ author_id: fran, body_text: 'Isplatite.' }]);
});

test('a link is good once', async () => {
  const { link } = await asked();
  expect((await presses(link, 'refused')).statusCode).toBe(200);
  for (const answer of [await presses(link, 'granted'), await looks(link)]) {
    expect([answer.statusCode, answer.body.includes('već odlučili')]).toEqual([410, true]);
  }
});

test('of two that are pressed at once one decides', async () => {
  const { id, link } = await asked();
  const codes = (await Promise.all([presses(link, 'granted'), presses(link, 'refused')])).map(
    ({ statusCode }) => statusCode,
  );
  expect(codes.filter((code) => code === 200)).toHaveLength(1);
  // the other is told so, not that Belay broke
  expect(codes.filter((code) => code >= 400 && code < 500)).toHaveLength(1);
  const decisions = await db.query(`select seq from ticket_event where ticket_id = $1 and type = 'approval_decided'`, [
    id,
  ]);
  expect(decisions.rows).toHaveLength(1);
});

test('only a hash is kept of what the link holds, and a mail that is sent again holds the same', async () => {
  takes = false;
  const { link } = await asked();
  takes = true;
  desk.clock.advance(HOUR);
  sent.length = 0;
  await deliverDue(dispatch);
  expect(sent.find(({ to }) => to.includes('fran@bura.example'))?.text).toContain(link);
  const token = link.split('/').at(-1)!;
  expect(token.length).toBeGreaterThan(40);
  expect(JSON.stringify(await linkRows())).not.toContain(token);
});

test('a link that nobody made, that has expired, or whose approval is over, is good for nothing', async () => {
  for (const answer of [await looks('/decide/nonsense'), await presses('/decide/nonsense', 'granted')]) {
    expect(answer.statusCode).toBe(410);
  }
  const { id, link } = await asked();
  await desk.does(id, petra, { type: 'withdraw_approval', approvalId: 1 });
  expect((await presses(link, 'granted')).statusCode).toBe(410);
  expect(await approvalOf(id)).toMatchObject({ why: 'withdrawn' });
  const late = await asked();
  desk.clock.advance(8 * DAY);
  expect((await presses(late.link, 'granted')).statusCode).toBe(410);
  expect(await approvalOf(late.id)).toMatchObject({ status: 'pending' });
  desk.clock.advance(8 * DAY);
  await db.withTransaction((tx) => pruneLinks(tx, desk.clock.current, 100));
  expect(await linkRows()).toEqual([]);
});

test('whoever was deactivated or excluded since the mail decides nothing with it', async () => {
  const excluded = await asked();
  await desk.does(excluded.id, sanja, { type: 'exclude', personId: fran });
  expect((await presses(excluded.link, 'granted')).statusCode).toBe(410);
  expect(await approvalOf(excluded.id)).toMatchObject({ status: 'pending' });
  const left = await asked();
  await db.query('update person set active = false where id = $1', [fran]);
  expect((await looks(left.link)).statusCode).toBe(410);
  expect((await presses(left.link, 'granted')).statusCode).toBe(410);
  expect(await approvalOf(left.id)).toMatchObject({ status: 'pending' });
  await db.query('update person set active = true where id = $1', [fran]);
});

test('the link of a mail from before a merge decides where it is asked for now, and again where it was once that is undone', async () => {
  const [one, other] = [await asked(), await asked()];
  const into = await desk.opens();
  const last = await desk.opens();
  let acts = 0;
  const merges = async (method: 'PUT' | 'DELETE', id: number, intoTicketId?: number) => {
    const body = { commandId: `merging-${(acts += 1)}`, ...(intoTicketId === undefined ? {} : { intoTicketId }) };
    const { statusCode } = await (await server.as(petra)).ask(method, `/api/tickets/${id}/merge`, body);
    expect(statusCode).toBe(200);
  };
  await merges('PUT', one.id, into);
  await merges('PUT', into, last);
  expect((await looks(one.link)).statusCode).toBe(200);
  expect((await presses(one.link, 'granted')).statusCode).toBe(200);
  expect(await approvalOf(last)).toMatchObject({ why: 'granted', endedBy: fran });
  expect(await approvalOf(one.id)).toMatchObject({ why: 'merged' });
  expect((await presses(one.link, 'refused')).statusCode).toBe(410);

  await merges('PUT', other.id, last);
  await merges('DELETE', other.id);
  expect((await presses(other.link, 'refused')).statusCode).toBe(200);
  expect(await approvalOf(other.id)).toMatchObject({ why: 'refused' });
});

test('a page of somebody else cannot press it', async () => {
  const { id, link } = await asked();
  const answer = await presses(link, 'granted', '', {
    origin: 'https://elsewhere.example',
    'sec-fetch-site': 'cross-site',
  });
  expect(answer.statusCode).toBe(403);
  expect(await approvalOf(id)).toMatchObject({ status: 'pending' });
});
