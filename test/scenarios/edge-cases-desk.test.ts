import { describe, expect, test } from 'vitest';
import type { TicketId } from '#core/ids.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { handle, type TicketAct } from '#server/ticket/handle.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { faultsOfTicket } from '#test/chaos/check.ts';
import { testDatabase } from '#test/harness/database.ts';
import { actorOf, openingAct } from '#test/harness/desk.ts';
import { BILLING, openMailDesk } from '#test/harness/mail-desk.ts';
import { testLog } from '#test/harness/server.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const { clock, door } = desk;
const source = ticketSource(db, door, testLog());

const opens = async (many: number): Promise<TicketId[]> => {
  const ids: TicketId[] = [];
  for (let left = many; left > 0; left -= 100) {
    const length = Math.min(100, left);
    const acts = await Promise.all(Array.from({ length }, () => openingAct(db, desk, clock.current)));
    await db.withTransaction((tx) => handle(tx, door, acts));
    ids.push(...acts.map(({ ticketId }) => ticketId));
  }
  return ids;
};
const sweep = async () => {
  while ((await source.act(100)) > 0);
};
const number = async (sql: string, ids: TicketId[]) =>
  (await db.query<{ n: number }>(`select count(*) as n from ${sql}`, [ids])).rows[0]!.n;

test('edge case 20: what is due at one instant is missed at that instant, the worst first, each once', async () => {
  const ids = await opens(600);
  await db.query(`update ticket set severity = 'S' || (1 + id % 4) where id = any($1)`, [ids]);
  clock.advance(HOUR + 5 * MINUTE);
  await source.act(100);
  const { rows } = await db.query<{ severity: string }>(
    `select distinct t.severity from ticket t join ticket_event e on e.ticket_id = t.id
     where e.type = 'target_breached' and t.id = any($1)`,
    [ids],
  );
  expect(rows.map(({ severity }) => severity)).toEqual(['S1']);
  await sweep();
  expect(await number(`ticket_event where type = 'target_breached' and ticket_id = any($1)`, ids)).toBe(600);
  expect(await number(`ticket_event where type = 'step_reached' and ticket_id = any($1)`, ids)).toBe(600);
});

test('edge case 34: a thousand tickets changed at once: one change each, nothing twice, and one mail a person', async () => {
  const ids = await opens(1_000);
  const by = actorOf(desk, desk.ivana);
  const acts = (round: string): TicketAct[] =>
    ids.map((ticketId) => ({
      ticketId,
      command: { type: 'set_severity', severity: 'S2' },
      actor: by,
      commandId: `bulk:${round}:${ticketId}`,
    }));
  for (const round of ['one', 'one']) {
    const all = acts(round);
    for (let from = 0; from < all.length; from += 100) {
      await db.withTransaction((tx) => handle(tx, door, all.slice(from, from + 100)));
    }
  }
  expect(await number(`ticket_event where type = 'severity_changed' and ticket_id = any($1)`, ids)).toBe(1_000);
  expect((await Promise.all(ids.slice(0, 20).map((id) => faultsOfTicket(db, id)))).flat()).toEqual([]);
  clock.advance(2 * HOUR);
  await sweep();
  const notices = await number(`notice where ticket_id = any($1)`, ids);
  const mails = await number(`(select distinct outbox_id from notice where ticket_id = any($1)) each`, ids);
  expect(notices).toBeGreaterThan(1_000);
  // a person has one mail of a minute, whatever happened in it
  expect(mails).toBeLessThanOrEqual(2 * 5);
});

describe('edge case 31', () => {
  test('the database keeps no ticket without a policy', async () => {
    const [id] = await opens(1);
    await expect(db.query('update ticket set policy_version_id = null where id = $1', [id])).rejects.toThrow(
      'not-null',
    );
  });

  test('mail to a mailbox that names a policy nobody published is measured by the first there is', async () => {
    await db.query(`update mailbox set policy_name = 'Nobody wrote it' where address = $1`, [BILLING]);
    const { ticket_id: ticketId, verdict } = await desk.takes({});
    expect(verdict).toBe('accepted');
    expect(await desk.ticket(ticketId)).toMatchObject({ policy_version_id: desk.policyVersionId });
    expect(await number(`sla_clock where ticket_id = any($1)`, [ticketId!])).toBe(1);
  });
});
