import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { SEVERITIES, type Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, NEVER } from '#core/time.ts';
import { addMember, addTeam } from '#server/people/add-store.ts';
import { publish, type MatrixBody, type PathBody, type PolicyBody } from '#server/sla/store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { actorOf, openDesk, type Worded } from '#test/harness/desk.ts';
import { readLog } from './event-store.ts';
import { SHOWN_NOW } from './shown.ts';
import { loadTickets } from './ticket-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const otherTeam = await addTeam(db, 'Technical');
await addMember(db, otherTeam, desk.lea, false);
// what topic and severity are changed to has another plan
await db.withTransaction(async (tx) => {
  const other = { ...(await bodyOf<PathBody>(desk.pathVersionId)), repeat: 1 };
  const pathVersionId = await publish(tx, { kind: 'path', name: 'Other', body: other }, desk.clock.current);
  const policy = { ...(await bodyOf<PolicyBody>(desk.policyVersionId)), pathVersionId };
  await publish(tx, { kind: 'policy', name: 'Other', body: policy }, desk.clock.current);
  const rows: MatrixBody['rows'] = [
    { id: 'deposits', when: { topics: ['deposits'] }, plan: { policy: 'Standard', path: 'Other' } },
    { id: 'bad', when: { severities: ['S1', 'S2'] }, plan: { policy: 'Other' } },
  ];
  const matrix: MatrixBody = { rows, otherwise: { policy: 'Standard' } };
  await publish(tx, { kind: 'matrix', name: 'main', body: matrix }, desk.clock.current);
});
async function bodyOf<Body>(id: number): Promise<Body> {
  return (await db.query<{ body: Body }>('select body from config_version where id = $1', [id])).rows[0]!.body;
}
const people = [desk.petra, desk.lea, desk.marko, desk.ivana, desk.sanja];

/** What may happen next: a person acts, the requester writes, a reply is taken, time passes and Belay looks. */
const status = fc.constantFrom('open', 'waiting_on_customer', 'on_hold', 'solved' as const);
const command = fc.oneof(
  fc.constant<Worded>({ type: 'note', messageId: 0, words: 'A word.' }),
  fc.constant<Worded>({ type: 'reply', messageId: 0, words: 'We are on it.' }),
  status.map((to): Worded => ({ type: 'set_status', to })),
  fc.constantFrom(...people, null).map((assigneeId): Worded => ({ type: 'assign', assigneeId, teamId: desk.teamId })),
  fc
    .constantFrom(null, 1, 2, 3)
    .map((firing): Worded => ({ type: 'escalate', firing, reason: 'skill', messageId: null })),
  fc.constantFrom(1, 2).map((escalationId): Worded => ({ type: 'acknowledge', escalationId })),
  fc.constantFrom(1, 2).map((escalationId): Worded => ({ type: 'confirm', escalationId })),
  fc.constantFrom(1, 2).map((escalationId): Worded => ({
    type: 'return',
    escalationId,
    reason: 'no_time',
    messageId: null,
    words: 'Not me.',
  })),
  fc
    .constantFrom(...people, null)
    .map((to): Worded => ({ type: 'hand_back', escalationId: 1, to, reason: 'part_done', messageId: null })),
  fc.constantFrom(1, 2).map((escalationId): Worded => ({ type: 'acknowledge_hand_back', escalationId })),
  fc.constantFrom(10, 600).map((minutes): Worded => ({ type: 'silence', escalationId: 1, lengthMs: minutes * MINUTE })),
  fc.constantFrom<Worded>(
    { type: 'end_silence', escalationId: 1 },
    { type: 'take_back', escalationId: 1 },
    { type: 'end_maintenance' },
    { type: 'signal', kind: 'complaint', evidence: [], confidence: 1 },
    { type: 'de_escalate', escalationId: 1, reason: 'calmed', messageId: null },
  ),
  fc.constantFrom(...people).map((personId): Worded => ({
    type: 'open_leg',
    direction: personId === desk.marko ? 'functional' : 'hierarchical',
    target: { type: 'person', personId },
    reason: 'skill',
    messageId: null,
    words: 'A part.',
  })),
  fc
    .constantFrom('acknowledge_leg' as const, 'finish_leg' as const, 'withdraw_leg' as const)
    .map((type): Worded => ({ type, legId: 1 })),
  fc.constant<Worded>({ type: 'return_leg', legId: 1, reason: 'no_time', messageId: null }),
  fc.constantFrom(...SEVERITIES).map((severity): Worded => ({ type: 'set_severity', severity })),
  fc.constantFrom('billing', 'deposits').map((topic): Worded => ({ type: 'set_topic', topic })),
  fc.subarray(['refund', 'vip', 'headset']).map((tags): Worded => ({ type: 'set_tags', tags })),
  fc.constantFrom('vip', 'late').map((tag): Worded => ({ type: 'change_tags', add: [tag], remove: ['refund'] })),
  fc.constantFrom(desk.teamId, otherTeam).map((teamId): Worded => ({ type: 'move_to_team', teamId })),
  fc.constantFrom(...people).map((personId): Worded => ({ type: 'exclude', personId })),
  fc.constantFrom(...people).map((personId): Worded => ({ type: 'readmit', personId })),
);
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ by: fc.constantFrom(...people), command }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('customer writes' as const, 'reply taken' as const, 'reply withdrawn' as const),
  },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 26 * 60 }).map((minutes) => ({ passes: minutes * MINUTE })) },
  { weight: 1, arbitrary: fc.constant({ passes: 8 * 24 * HOUR }) },
);

async function customerWrites(ticketId: number): Promise<void> {
  const { rows } = await db.query<{ id: number }>(`select nextval('message_id_seq') as id`);
  const { id } = rows[0]!;
  await desk.act({
    ticketId,
    command: { type: 'receive', messageId: id, authorId: desk.ana, kind: 'message' },
    actor: { kind: 'system' },
    message: { id, authorId: desk.ana, kind: 'message', channel: 'email', bodyText: 'Hello?' },
  });
}

async function replyEnds(ticketId: number, as: 'accept_reply' | 'withdraw_reply'): Promise<void> {
  const { rows } = await db.query<{ id: number; author_id: number }>(
    `select id, author_id from message where ticket_id = $1 and delivery = 'queued' order by id limit 1`,
    [ticketId],
  );
  if (rows[0] === undefined) return;
  const command = { type: as, messageId: rows[0].id, authorId: rows[0].author_id } as const;
  const actor = as === 'accept_reply' ? ({ kind: 'system' } as const) : actorOf(desk, rows[0].author_id);
  await desk.act({ ticketId, command, actor });
}

async function live(ticketId: number, step: typeof happening extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  if (step === 'customer writes') return customerWrites(ticketId);
  if (step === 'reply taken') return replyEnds(ticketId, 'accept_reply');
  if (step === 'reply withdrawn') return replyEnds(ticketId, 'withdraw_reply');
  if ('passes' in step) {
    desk.clock.advance(step.passes);
    await desk.ticks(ticketId);
    return;
  }
  await desk.does(ticketId, step.by, step.command);
}

/** The log replayed is the row, and the row says when Belay looks again and what a list shows of its child rows. */
async function checkRow(id: number): Promise<void> {
  const stored = (await loadTickets(db, [id])).get(id)!;
  const log = await readLog(db, id);
  const replayed = log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
  expect(replayed).toEqual(stored);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  const { rows } = await db.query<{ due_at: number | null; next_event_at: number | null }>(
    'select due_at, next_event_at from ticket where id = $1',
    [id],
  );
  expect(rows[0]).toEqual({
    due_at: dueAt(stored),
    next_event_at: nextEvent(stored)?.at ?? (stored.status === 'closed' ? null : NEVER),
  });
  const { rows: kept } = await db.query(
    `select t.shown, ${SHOWN_NOW} as now, coalesce(t.last_line, m.visible_text) as last_line, m.visible_text as words, t.shown_seq - t.seq as behind
     from ticket t left join message m on m.id = t.last_message_id where t.id = $1`,
    [id],
  );
  const { now, words } = kept[0]!;
  expect(kept).toEqual([{ now, words, shown: now, last_line: words, behind: 0 }]);
}

test('whatever happens to a ticket, its log replayed is its row, and the row says when Belay looks again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 25 }), async (steps) => {
      const id = await desk.opens();
      for (const step of steps) await live(id, step);
      await checkRow(id);
    }),
    { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 4) },
  );
});

test('after all that, nobody was told twice of one event, and every load is what the rows say', async () => {
  const { rows: firings } = await db.query(
    `select ticket_id, body->>'escalationId' as escalation, count(*) as n, count(distinct body->>'firing') as firings,
       max((body->>'firing')::int) as last
     from ticket_event where type in ('step_reached', 'last_resort_reached') group by 1, 2`,
  );
  expect(firings.length).toBeGreaterThan(0);
  for (const each of firings) expect([each.firings, each.last]).toEqual([each.n, each.n]);
  const { rows: loads } = await db.query(
    `select l.person_id, l.open_tickets, count(t.id)::int as really from agent_load l
     left join ticket t on t.assignee_id = l.person_id and t.status not in ('solved', 'closed') group by 1, 2`,
  );
  for (const each of loads) expect(each.open_tickets).toBe(each.really);
});

test('a ticket that lived through every verb of giving and taking is its log replayed', async () => {
  const { petra, lea, marko, ivana, sanja } = desk;
  const id = await desk.opens();
  const does = async (by: number, command: Worded) => {
    expect(await desk.does(id, by, command)).toMatchObject({ ok: true });
    await checkRow(id);
  };
  const escalationId = 1;
  const said = { messageId: null, words: 'Because.' };
  await does(ivana, { type: 'assign', assigneeId: ivana, teamId: null });
  await does(ivana, { type: 'assign', assigneeId: lea, teamId: null });
  await does(petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  await does(marko, { type: 'return', escalationId, reason: 'no_time', ...said });
  await does(ivana, { type: 'acknowledge', escalationId });
  await does(ivana, { type: 'hand_back', escalationId, to: null, reason: 'part_done', ...said });
  await does(lea, { type: 'return', escalationId, reason: 'facts_missing', messageId: null });
  await does(ivana, { type: 'hand_back', escalationId, to: marko, reason: 'part_done', messageId: null });
  await does(sanja, { type: 'exclude', personId: marko });
  await does(ivana, { type: 'hand_back', escalationId, to: petra, reason: 'can_be_done_below', messageId: null });
  await does(petra, { type: 'acknowledge_hand_back', escalationId });
  await does(sanja, { type: 'readmit', personId: marko });
  await does(petra, { type: 'escalate', firing: null, reason: 'authority', messageId: null });
  await does(marko, { type: 'acknowledge', escalationId: 2 });
  await does(sanja, { type: 'exclude', personId: marko });
  desk.clock.advance(20 * MINUTE);
  await does(petra, { type: 'set_severity', severity: 'S1' });
  await does(petra, { type: 'set_topic', topic: 'deposits' });
  await does(petra, { type: 'set_tags', tags: ['vip', 'refund'] });
  await does(petra, { type: 'change_tags', add: ['late'], remove: ['vip'] });
  await does(petra, { type: 'reply', messageId: 0, words: 'Soon.' });
  await replyEnds(id, 'withdraw_reply');
  await checkRow(id);
  await does(petra, { type: 'move_to_team', teamId: otherTeam });
  const types = new Set((await readLog(db, id)).map(({ event }) => event.type));
  expect([...types]).toEqual(
    expect.arrayContaining(['hand_back_withdrawn', 'acknowledgement_taken', 'target_breached', 'reply_withdrawn']),
  );
});
