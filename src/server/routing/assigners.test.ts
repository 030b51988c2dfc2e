import { expect, test } from 'vitest';
import type { AgentCommand } from '#core/agent/agent.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { MINUTE } from '#core/time.ts';
import { handleAgents } from '#server/agent/handle.ts';
import { addMember, addPerson } from '#server/people/add-store.ts';
import { setCapacity } from '#server/people/working-store.ts';
import { putSettings } from '#server/queue/settings-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk, openingAct } from '#test/harness/desk.ts';
import { offerSource } from './sweep-offers.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const offers = { mode: 'push' as const, offerMs: 2 * MINUTE, overflowTeamId: null, overflowAfterMs: 30 * MINUTE };
await putSettings(db, desk.teamId, { ...offers, answerMs: 10 * MINUTE, skills: [] }, MONDAY);

test('eight assigners at once offer each of forty tickets to one, and nobody more than they can hold', async () => {
  const people: PersonId[] = [];
  for (let place = 0; place < 6; place += 1) {
    const name = `Agent ${place}`;
    const facts = { name, email: `a${place}@bura.example`, tier: 1, language: 'hr', timeZone: 'UTC' } as const;
    const id = await addPerson(db, { ...facts, role: 'agent' }, MONDAY);
    await addMember(db, desk.teamId, id, false);
    await setCapacity(db, id, { email: 5 });
    people.push(id);
  }
  const here: AgentCommand = { type: 'set_presence', to: 'available', until: null, reason: null };
  await db.withTransaction((tx) =>
    handleAgents(
      tx,
      desk.clock,
      people.map((personId) => ({ personId, command: here, actorId: personId })),
    ),
  );
  const tickets: TicketId[] = [];
  for (let count = 0; count < 40; count += 1) {
    tickets.push((await desk.act(await openingAct(db, desk, desk.clock.current))).ticketId);
  }
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const assigner = offerSource(db, desk.door);
      // while one of them looks the others find nothing to do, and ask again
      while (((await assigner.nextDueMs()) ?? 1) <= 0) await assigner.act(10);
    }),
  );
  const { rows } = await db.query<{ ticket_id: number; offers: number }>(
    `select ticket_id, count(*) as offers from ticket_event where type = 'offered' and ticket_id = any($1) group by 1`,
    [tickets],
  );
  expect(rows).toHaveLength(30);
  expect(rows.every(({ offers }) => offers === 1)).toBe(true);
  const { rows: held } = await db.query<{ offers: number }>(
    `select count(*) as offers from ticket where distribution->>'state' = 'offered' and id = any($1)
     group by distribution->>'to'`,
    [tickets],
  );
  expect(held.map(({ offers }) => offers)).toEqual(people.map(() => 5));
});
