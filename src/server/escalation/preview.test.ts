import { beforeEach, expect, test } from 'vitest';
import type { EscalationPreview, PromiseWords } from '#contract/escalation-preview.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { publish, type PathBody } from '#server/sla/store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk, openingAct } from '#test/harness/desk.ts';
import { serveDesk, type Asker } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { petra, marko } = desk;
const server = await serveDesk(db, desk);
const { rows } = await db.query<{ body: PathBody }>('select body from config_version where id = $1', [
  desk.pathVersionId,
]);
const steps = rows[0]!.body.steps.map((step, index) => ({
  ...step,
  promise: { stage: index === 0 ? ('specialist' as const) : ('team_lead' as const), doWithinMs: 2 * HOUR },
}));
const gates = [{ reason: 'skill' as const, afterDue: false, attempts: 1 }];
const pathVersionId = await db.withTransaction((tx) =>
  publish(tx, { kind: 'path', name: 'Promising', body: { ...rows[0]!.body, steps, gates } }, desk.clock.current),
);

let ticketId = 0;
let asks: Asker;
beforeEach(async () => {
  const act = await openingAct(db, desk, desk.clock.current);
  await desk.act({ ...act, command: { ...act.command, pathVersionId } as TicketCommand });
  ticketId = act.ticketId;
  asks = await server.as(petra);
});
const previewed = async (query: string): Promise<EscalationPreview> =>
  (await asks.get(`/api/tickets/${ticketId}/escalation-preview?${query}`)).json();
const detail = async (): Promise<TicketDetail> => (await asks.get(`/api/tickets/${ticketId}`)).json();
const escalate = async (more: object): Promise<TicketDetail> => {
  const body = { firing: null, reason: 'authority', words: '', commandId: 'preview-then-do', ...more };
  return (await asks.ask('POST', `/api/tickets/${ticketId}/escalations`, body)).json();
};

test('whom it calls and what the customer is told are seen beforehand, and asking changes nothing', async () => {
  const { seq } = await detail();
  const seen = await previewed('reason=authority');
  expect(seen).toMatchObject({
    refusal: null,
    step: { index: 0, name: 'Billing specialists' },
    told: [{ id: marko }],
    promise: { stage: 'specialist', dueAt: desk.clock.current + 15 * MINUTE + 2 * HOUR, speed: null, language: 'hr' },
    untoldBecause: null,
  });
  expect(seen.promise?.reading).toMatch(/specialist .* by Monday/s);
  expect((await detail()).seq).toBe(seq);
  const after = await escalate({ need: 'call_customer' });
  expect(after.promise).toMatchObject({ stage: 'specialist', dueAt: seen.promise!.dueAt });
  expect(after.escalations[0]?.told.map(({ id }) => id)).toEqual([marko]);
  expect(after.escalations[0]?.reasons).toMatchObject([{ reason: 'authority', need: 'call_customer', untold: false }]);
});

test('the customer reads their language and the agent their own, of the same hour', async () => {
  const { promise } = await previewed('reason=authority');
  expect(promise?.language).toBe('hr');
  expect(promise?.text).toMatch(/stručnjak.*11:15/s);
  expect(promise?.reading).toMatch(/specialist.*11:15/s);
});

test('a language without words of its own is spoken to in English, days and all', async () => {
  await db.query(`update ticket set language = 'it' where id = $1`, [ticketId]);
  const { promise } = await previewed('reason=authority');
  expect(promise).toMatchObject({ language: 'en' });
  expect(promise?.text).toBe(promise?.reading);
});

test('who asks for it untold promises nothing with this step, and the next one does', async () => {
  const quiet = await escalate({ untold: true });
  expect(quiet.promise).toBeNull();
  expect(quiet.escalations[0]?.reasons[0]).toMatchObject({ untold: true, need: null });
  desk.clock.advance(16 * MINUTE);
  await desk.act({ ticketId, command: { type: 'tick' }, actor: { kind: 'system' } });
  expect((await detail()).promise).toMatchObject({ stage: 'team_lead', state: 'open' });
});

test('a gate, a stage told before and the last resort are said before one presses', async () => {
  expect(await previewed('reason=skill')).toMatchObject({ refusal: 'attempts_missing', step: null, promise: null });
  await escalate({});
  expect(await previewed('reason=authority')).toMatchObject({ step: { index: 1 }, promise: { stage: 'team_lead' } });
  await escalate({ firing: 1, commandId: 'to-the-lead' });
  const last = await previewed('reason=authority');
  expect(last).toMatchObject({
    step: { index: 2, name: '' },
    told: [{ id: desk.sanja }],
    untoldBecause: 'step_tells_nothing',
  });
});

test('a requester without an address is told nothing, and it says so', async () => {
  await db.query('update person set email = null where id = $1', [desk.ana]);
  expect(await previewed('reason=authority')).toMatchObject({ promise: null, untoldBecause: 'no_address' });
  await db.query(`update person set email = 'ana@kupac.example' where id = $1`, [desk.ana]);
});

test('a sentence that names a time stands in both languages', async () => {
  const at = MONDAY + 9 * HOUR;
  const said: PromiseWords = (await asks.get(`/api/tickets/${ticketId}/promise-words?at=${at}`)).json();
  expect(said).toEqual({
    language: 'hr',
    text: 'Javit ćemo vam se najkasnije do: ponedjeljak, 23. studenoga 2026. u 18:00.',
    reading: 'You will hear from us by Monday, November 23, 2026 at 6:00 PM.',
  });
  expect((await asks.get(`/api/tickets/${ticketId}/promise-words?at=tomorrow`)).statusCode).toBe(400);
});
