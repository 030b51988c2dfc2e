import { expect, test } from 'vitest';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { publish, type PolicyBody } from '#server/sla/store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { takeUpDue } from '#server/ticket/intake.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { mailOf, openMailDesk } from '#test/harness/mail-desk.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const { clock, petra } = desk;

test('a mail that lay untaken for hours is waited for since it reached us: what was due meanwhile was missed then', async () => {
  await db.withTransaction(async (tx) => {
    const { rows } = await tx.query<{ body: PolicyBody }>('select body from config_version where id = $1', [
      desk.policyVersionId,
    ]);
    const { targets, ...rest } = rows[0]!.body;
    const body = { ...rest, targets: [...targets, { ...targets[0]!, kind: 'next_reply' as const, warnPercents: [] }] };
    await publish(tx, { kind: 'policy', name: 'Standard', body }, clock.current);
  });
  const id = (await desk.takes({ id: 'first@posta.example' })).ticket_id!;
  clock.advance(10 * MINUTE);
  const reply = await desk.replies(id);
  const accepted = { type: 'accept_reply', messageId: reply.id, authorId: petra } as const;
  await desk.act({ ticketId: id, command: accepted, actor: { kind: 'system' } });
  clock.advance(20 * MINUTE);
  const reached = clock.current;
  await desk.arrives(mailOf({ headers: `In-Reply-To: <${reply.message_id}>\n` }));
  clock.advance(3 * HOUR);
  await takeUpDue(desk.intake);
  await desk.ticks(id);
  const { rows } = await db.query(
    `select started_at, breached_at from sla_clock where ticket_id = $1 and kind = 'next_reply'`,
    [id],
  );
  expect(rows).toEqual([{ started_at: reached, breached_at: reached + HOUR }]);
  const log = await readLog(db, id);
  const stored = (await loadTickets(db, [id])).get(id);
  expect(stored?.escalations).toMatchObject([{ reasons: [{ trigger: { type: 'breach', clock: 'next_reply' } }] }]);
  expect(log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null)).toEqual(stored);
});
