import { expect, test } from 'vitest';
import type { Candidates } from '#contract/agent.ts';
import type { PresenceKind } from '#core/agent/presence.ts';
import type { TicketId } from '#core/ids.ts';
import { MINUTE } from '#core/time.ts';
import { putSettings } from '#server/queue/settings-store.ts';
import { offerSource } from '#server/routing/sweep-offers.ts';
import { recheckSource } from '#server/ticket/sweep-rechecks.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { agentSource } from './sweep-agents.ts';

// What each way to be there means, as the menu says it: who says so is Petra, of the front line, and Marko, whom a step calls.
const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const [petra, lea, marko] = await Promise.all([desk.petra, desk.lea, desk.marko].map((id) => server.as(id)));
const present = (of: typeof petra, presence: PresenceKind) => of!.ask('PUT', '/api/me/presence', { presence });
const holderOf = async (id: TicketId) =>
  (await db.query('select assignee_id as holder from ticket where id = $1', [id])).rows[0]!.holder as number | null;
const offeredTo = async (id: TicketId) =>
  (await db.query(`select (distribution ->> 'to')::bigint as to from ticket where id = $1`, [id])).rows[0]!
    .to as number;
const looks = async () => {
  for (const source of [agentSource(db, desk.clock), recheckSource(db, desk.door), offerSource(db, desk.door)]) {
    while ((await source.act(100)) > 0);
  }
};
let acts = 0;
const assign = (of: typeof petra, id: TicketId, assigneeId: number) =>
  of!.ask('PUT', `/api/tickets/${id}/assignee`, { assigneeId, commandId: `gives-her-${(acts += 1)}` });

const MEANS: [PresenceKind, { comesDirectly: boolean; isOffered: boolean }][] = [
  ['available', { comesDirectly: true, isOffered: true }],
  ['focus', { comesDirectly: false, isOffered: false }],
  ['break', { comesDirectly: false, isOffered: false }],
  ['transfer_only', { comesDirectly: false, isOffered: false }],
  ['offline', { comesDirectly: false, isOffered: false }],
];

test.each(MEANS)(
  '%s: what comes, what may be taken or handed over, and who is called all the same',
  async (kind, means) => {
    desk.clock.advance(MINUTE);
    await db.query('update agent_load set open_tickets = case when person_id = $1 then 0 else 5 end', [desk.petra]);
    await present(lea, 'available');
    for (const of of [petra, marko]) await present(of, kind);

    // given directly: she has the least to do
    const given = await desk.opens();
    expect((await holderOf(given)) === desk.petra).toBe(means.comesDirectly);
    // and everybody of the team can see why (not)
    const weighed: Candidates = (await lea!.get(`/api/tickets/${given}/candidates`)).json();
    expect([weighed.mode, weighed.items.length]).toEqual(['direct', 4]);
    const hers = weighed.items.find(({ person }) => person.id === desk.petra)!.why;
    expect(hers).toBe(means.comesDirectly ? null : kind === 'break' ? 'on_break' : kind);
    // taken by herself, and handed to her by a colleague
    expect((await assign(petra, given, desk.petra)).statusCode).toBe(means.comesDirectly ? 409 : 200);
    expect((await assign(lea, given, desk.lea)).statusCode).toBe(200);
    expect((await assign(lea, given, desk.petra)).statusCode).toBe(200);
    // a step calls whoever it is for, with a notice
    await desk.does(given, desk.petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
    const { rows } = await db.query(
      `select from notice where ticket_id = $1 and person_id = $2 and kind = 'step_reached'`,
      [given, desk.marko],
    );
    expect(rows).toHaveLength(1);

    // offered: she alone is relatively free
    const routing = { mode: 'push' as const, offerMs: 2 * MINUTE, overflowTeamId: null, overflowAfterMs: 30 * MINUTE };
    await putSettings(db, desk.teamId, { ...routing, answerMs: 10 * MINUTE, skills: [] }, MONDAY);
    await db.query('update agent_load set open_tickets = case when person_id = $1 then 0 else 5 end', [desk.petra]);
    const pushed = await desk.opens();
    await looks();
    expect((await offeredTo(pushed)) === desk.petra).toBe(means.isOffered);
    // what she is offered when she leaves goes to the next; what she holds stays hers
    await present(petra, kind === 'available' ? 'focus' : 'available');
    await looks();
    expect(await offeredTo(pushed)).toBe(desk.lea);
    expect(await holderOf(given)).toBe(desk.petra);
    await putSettings(db, desk.teamId, { ...routing, mode: 'direct', answerMs: 10 * MINUTE, skills: [] }, MONDAY);
  },
);
