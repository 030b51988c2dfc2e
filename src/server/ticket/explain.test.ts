import { expect, test } from 'vitest';
import type { Explanation } from '#contract/explanation.ts';
import { HOUR } from '#core/time.ts';
import { explanationLines } from '#server/cli-explain.ts';
import { momentWords } from '#server/cli-time.ts';
import { loadWords } from '#server/cli-words.ts';
import { addPerson } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const explained = async (id: number): Promise<Explanation> =>
  (await (await server.as(desk.petra)).get(`/api/tickets/${id}/explanation`)).json();

test('it says who answers, what happens next by which rule, and how the time was counted', async () => {
  const id = await desk.opens();
  desk.clock.moveTo(MONDAY + HOUR / 4);
  const found = await explained(id);
  expect(found).toMatchObject({
    id,
    responsible: { team: { name: 'Billing' }, because: 'assigned', person: { name: 'Petra' } },
    next: { because: { rule: 'target', clock: 'first_reply', policy: { name: 'Standard', version: 1 } } },
    clocks: [{ kind: 'first_reply', state: 'running', usedMs: HOUR / 4, calendar: { name: 'Always' }, complete: true }],
  });
  expect(found.clocks[0]!.spans).toEqual([{ from: MONDAY, to: MONDAY + HOUR / 4, what: 'counted' }]);
  expect(found.log.items.map(({ seq }) => seq)[0]).toBe(1);
});

test('of a part handed over it says who has it, what is waited for, and what happens otherwise', async () => {
  const id = await desk.opens();
  await desk.does(id, desk.ivana, { type: 'assign', assigneeId: desk.lea, teamId: null });
  const target = { type: 'person', personId: desk.marko } as const;
  const asks = { type: 'open_leg', direction: 'functional', target, reason: 'skill', messageId: null } as const;
  await desk.does(id, desk.lea, { ...asks, acceptMs: HOUR / 12 });
  const offered = await explained(id);
  const rule = { rule: 'leg', people: ['Marko'] };
  expect(offered.next).toMatchObject({ kind: 'leg', because: { ...rule, until: 'taken', withinMs: HOUR / 12 } });
  const at = offered.log.items.find(({ type }) => type === 'leg_offered')!.seq;
  expect(offered.reasons.find(({ seq }) => seq === at)?.because).toMatchObject({ rule: 'leg', reason: 'skill' });
  const lines = explanationLines(await loadWords('en'), offered, momentWords('en', 'UTC')!);
  expect(lines.join('\n')).toContain('a part is offered to Marko: untaken for 5');
  await desk.does(id, desk.marko, { type: 'acknowledge_leg', legId: 1 });
  await desk.does(id, desk.lea, { type: 'reply', messageId: 0, words: 'We look at it.' });
  const answered = await db.query<{ id: number }>("select id from message where ticket_id = $1 and kind = 'reply'", [
    id,
  ]);
  const accept = { type: 'accept_reply', messageId: answered.rows[0]!.id, authorId: desk.lea } as const;
  await desk.act({ ticketId: id, command: accept, actor: { kind: 'system' } });
  expect((await explained(id)).next).toMatchObject({ kind: 'leg', because: { ...rule, until: 'done' } });
});

test('of a ticket with a very long log it reads and tells the newest part, and says that there was more', async () => {
  const id = await desk.opens();
  const tooMany = 2_500;
  // as somebody's program might: the same small event again and again
  await db.query(
    `insert into ticket_event (ticket_id, seq, at, actor_id, type, version, body)
      select $1, t.seq + n, to_timestamp($2::float8 / 1000), null, 'tags_changed', 1, '{"added":[],"removed":[]}'
      from ticket t, generate_series(1, $3::int) n where t.id = $1`,
    [id, MONDAY, tooMany],
  );
  await db.query('update ticket set seq = seq + $2 where id = $1', [id, tooMany]);
  const found = await explained(id);
  expect(found.log.items.length).toBe(200);
  expect(found.log.items.at(-1)!.seq).toBeGreaterThan(tooMany);
  expect(found.clocks.map(({ complete }) => complete)).toEqual([false]);
  const lines = explanationLines(await loadWords('en'), found, momentWords('en', 'UTC')!);
  expect(lines.filter((line) => /left out/.test(line))).toEqual([
    '  Earlier stretches are left out.',
    '  Older events are left out; the desk shows them all.',
  ]);
});

test('a last resort that is called all night is told in one line, and counted by its stretch of events', async () => {
  const id = await desk.opens();
  desk.clock.moveTo(desk.clock.current + HOUR + 1);
  await desk.ticks(id);
  const calls = async (): Promise<number> =>
    (await explained(id)).log.items.filter(({ type }) => type === 'last_resort_reached').length;
  while ((await calls()) < 12) {
    desk.clock.moveTo(desk.clock.current + HOUR);
    await desk.ticks(id);
  }
  const lines = explanationLines(await loadWords('en'), await explained(id), momentWords('en', 'UTC')!);
  const again = lines.filter((line) => line.includes('Last resort: called'));
  expect(again.at(-1)).toMatch(/^ {2}\d+–\d+ {2}.+ – .+ {2}Last resort: called .+ \(1[12] times\)$/);
  expect(again.length).toBeLessThan(3);
  expect(lines.find((line) => line.includes('Calls of the last resort'))).toMatch(/: 12 \(event (\d+ and )?\d+–\d+\)/);
});

test('to whom the ticket is out of sight, and to a stranger, nothing is explained', async () => {
  const id = await desk.opens();
  const who = { name: 'Jonas', email: 'jonas@bura.example', language: 'en', timeZone: 'UTC' } as const;
  const jonas = await server.as(await addPerson(db, { ...who, role: 'agent', tier: 1 }, MONDAY));
  expect((await jonas.get(`/api/tickets/${id}/explanation`)).statusCode).toBe(404);
  expect((await jonas.get('/api/tickets/999999/explanation')).statusCode).toBe(404);
  expect((await (await server.as(null)).get(`/api/tickets/${id}/explanation`)).statusCode).toBe(401);
});

test('each thing in the log says by which rule it happened, and each number which events were counted', async () => {
  const id = await desk.opens();
  const opened = desk.clock.current;
  desk.clock.moveTo(opened + HOUR + 1);
  await desk.ticks(id);
  await desk.does(id, desk.marko, { type: 'acknowledge', escalationId: 1 });
  await desk.does(id, desk.petra, { type: 'set_severity', severity: 'S1' });
  const found = await explained(id);
  const because = (type: string) => {
    const event = found.log.items.find((item) => item.type === type)!;
    return found.reasons.find(({ seq }) => seq === event.seq)?.because;
  };
  const standard = { name: 'Standard', version: 1 };
  expect(because('clock_started')).toMatchObject({
    rule: 'clock',
    policy: standard,
    targetMs: HOUR,
    pauseIn: ['on_hold'],
  });
  expect(because('assigned')).toMatchObject({ rule: 'least_loaded' });
  expect(because('escalation_started')).toMatchObject({
    rule: 'path',
    chosenBy: 'policy',
    policy: standard,
    after: null,
  });
  expect(because('step_reached')).toMatchObject({
    rule: 'step',
    number: 1,
    cause: 'trigger',
    step: 'Billing specialists',
  });
  expect(because('escalation_acknowledged')).toMatchObject({ rule: 'loan', path: { name: 'Billing' } });
  expect(because('severity_changed')).toBeUndefined();
  const changed = found.log.items.find(({ type }) => type === 'severity_changed')!;
  const breached = found.log.items.find(({ type }) => type === 'target_breached')!;
  expect(found.numbers).toContainEqual({ name: 'breaches', value: 1, events: [breached.seq] });
  expect(found.numbers).toContainEqual({ name: 'severity_changes', value: 1, events: [changed.seq] });
  expect(found.numbers.find(({ name }) => name === 'replies')).toBeUndefined();
});

test('it says on which tier the ticket stands, and who moved it there', async () => {
  const id = await desk.opens();
  const line = async (language: 'en' | 'hr') =>
    explanationLines(await loadWords(language), await explained(id), momentWords(language, 'UTC')!)[4];
  expect(await line('en')).toBe('Stands on tier 1, where it began');
  await desk.does(id, desk.petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  await desk.does(id, desk.marko, { type: 'acknowledge', escalationId: 1 });
  const moved = { why: 'acknowledged', person: { name: 'Marko' } };
  expect((await explained(id)).tier).toMatchObject({ stands: 2, assigned: 1, moved });
  expect(await line('en')).toMatch(/^Stands on tier 2 since .+: Marko holds it$/);
  expect(await line('hr')).toMatch(/^Na razini je 2 od .+: preuzima Marko$/);
  const petra = await server.as(desk.petra);
  const onTier = async (tier: number) => {
    const { items } = (await petra.get(`/api/tickets?q=tier:${tier}`)).json();
    expect(new Set(items.map((row: { tier: number }) => row.tier))).toEqual(new Set([tier]));
    return items.map((row: { id: number }) => row.id);
  };
  expect(await onTier(2)).toContain(id);
  expect(await onTier(1)).not.toContain(id);
  const back = { type: 'hand_back', escalationId: 1, to: null, reason: 'can_be_done_below', messageId: null } as const;
  await desk.does(id, desk.marko, back);
  await desk.does(id, desk.petra, { type: 'acknowledge_hand_back', escalationId: 1 });
  expect((await petra.get(`/api/tickets/${id}`)).json()).toMatchObject({ tier: 1, assignedTier: 1 });
  expect(await line('en')).toMatch(/^Stands on tier 1 again since /);
});

test('a command tells the same words as the desk, each with its rule, in both languages', async () => {
  const id = await desk.opens();
  desk.clock.advance(3 * HOUR);
  await desk.ticks(id);
  const found = await explained(id);
  for (const [language, step, rule, number] of [
    [
      'en',
      'Step 1, Billing specialists',
      'because: path Billing, version 1, step 1: the escalation began',
      'Targets missed: 1',
    ],
    [
      'hr',
      'Korak 1, Billing specialists',
      'jer: put Billing, inačica 1, korak 1: eskalacija je počela',
      'Propušteni rokovi: 1',
    ],
  ] as const) {
    const told = explanationLines(await loadWords(language), found, momentWords(language, 'Europe/Zagreb')!).join('\n');
    expect(told).toContain(step);
    expect(told).toContain(rule);
    expect(told).toContain(number);
    expect(told).not.toContain('undefined');
  }
});
