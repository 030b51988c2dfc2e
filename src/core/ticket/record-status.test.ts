import { expect, test } from 'vitest';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import { decide } from '#core/ticket/decide.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { DAY, HOUR, type Instant } from '#core/time.ts';
import { as, config, EVERYBODY, history, OPEN, PETRA, zagreb } from '#test/harness/core.ts';

const NINE = zagreb('2026-11-23 09:00');

/** The history of another desk, told afterwards. */
function imported() {
  const log: { at: Instant; event: TicketEvent }[] = [];
  let ticket: Ticket | null = null;
  const at = (now: Instant, command: TicketCommand): string[] => {
    const context: Context = { now, actor: as(PETRA), config: config(), facts: { roster: EVERYBODY }, imported: true };
    const decision = decide(1, ticket, command, context);
    if (!decision.ok) return [decision.refusal];
    for (const event of decision.events) {
      ticket = evolve(ticket, event, now);
      log.push({ at: now, event });
    }
    return decision.events.map(({ type }) => type);
  };
  at(NINE, { ...OPEN, receivedAt: NINE });
  return { at, log, ticket: () => ticket! };
}

test('to people of this desk the status of a history is not theirs to set', () => {
  const told = history(NINE);
  expect(told.at(NINE + HOUR, { type: 'record_status', to: 'closed' }, PETRA)).toMatchObject({
    refusal: 'not_allowed',
  });
});

test('a history may close, open what was closed, and solve again what is solved', () => {
  const told = imported();
  expect(told.at(NINE + HOUR, { type: 'record_status', to: 'solved' })).toContain('ticket_solved');
  expect(told.at(NINE + 2 * HOUR, { type: 'record_status', to: 'solved' })).toEqual(['ticket_solved']);
  expect(told.ticket()).toMatchObject({ status: 'solved', solvedAt: NINE + 2 * HOUR });
  expect(told.at(NINE + 3 * HOUR, { type: 'record_status', to: 'closed' })).toEqual(['ticket_closed']);
  expect(told.at(NINE + 4 * HOUR, { type: 'set_severity', severity: 'S1' })).toEqual(['ticket_closed']);
  expect(told.at(NINE + 5 * HOUR, { type: 'record_status', to: 'on_hold' }).slice(0, 2)).toEqual([
    'ticket_reopened',
    'status_changed',
  ]);
  expect(told.ticket()).toMatchObject({ status: 'on_hold' });
});

test('nobody is proposed, warned or called for what happened at another desk, and it closes only when it says so', () => {
  const told = imported();
  expect(told.ticket().assigneeId).toBeNull();
  told.at(NINE + DAY, { type: 'set_severity', severity: 'S1' });
  told.at(NINE + 2 * DAY, { type: 'record_status', to: 'solved' });
  told.at(NINE + 30 * DAY, { type: 'set_severity', severity: 'S4' });
  expect(told.ticket()).toMatchObject({ status: 'solved', escalations: [] });
  const types = new Set(told.log.map(({ event }) => event.type));
  expect(types.has('target_at_risk') || types.has('target_breached')).toBe(false);
});

test('it is measured all the same: a clock that ran past its target stops late', () => {
  const told = imported();
  told.at(NINE + 2 * HOUR, { type: 'accept_reply', messageId: 2, authorId: PETRA });
  expect(told.ticket().clocks[0]).toMatchObject({ state: 'stopped', outcome: 'late', breachedAt: null });
  const quick = imported();
  quick.at(NINE + HOUR, { type: 'accept_reply', messageId: 2, authorId: PETRA });
  expect(quick.ticket().clocks[0]).toMatchObject({ outcome: 'met' });
});
