import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factOf, joinFacts, NO_FACT } from '#core/metrics/facts.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { MINUTE } from '#core/time.ts';
import { history, LEA, MARKO, PETRA, zagreb } from '#test/harness/core.ts';
import { live, scripts } from '#test/harness/lives.ts';

const NINE = zagreb('2026-11-23 09:00');

test('an answered and solved ticket counts what people did to it', () => {
  const told = history(NINE);
  told.at(NINE + MINUTE, { type: 'assign', assigneeId: LEA, teamId: null }, PETRA);
  told.at(NINE + 2 * MINUTE, { type: 'assign', assigneeId: null, teamId: 2 }, LEA);
  told.at(NINE + 3 * MINUTE, { type: 'assign', assigneeId: MARKO, teamId: 1 }, LEA);
  told.at(NINE + 4 * MINUTE, { type: 'set_severity', severity: 'S2' }, MARKO);
  told.at(NINE + 5 * MINUTE, { type: 'accept_reply', messageId: 9, authorId: MARKO });
  told.at(NINE + 6 * MINUTE, { type: 'receive', messageId: 10, authorId: null, kind: 'auto_reply' });
  told.at(NINE + 7 * MINUTE, { type: 'set_status', to: 'solved' }, MARKO);
  told.at(NINE + 8 * MINUTE, { type: 'receive', messageId: 11, authorId: 1, kind: 'message' });
  told.at(NINE + 9 * MINUTE, { type: 'set_status', to: 'solved' }, MARKO);
  expect(factOf(null, told.log)).toEqual({
    ...NO_FACT,
    // Petra to Lea; what a queue gives is no change of hands
    assignee_changes: 1,
    team_changes: 2,
    // none of them said a word: whoever is above them is asked
    transfers_without_work: 3,
    ping_pongs: 1,
    legs: 1,
    leg_hops: 1,
    severity_changes: 1,
    requester_messages: 2,
    replies: 1,
    solves: 2,
    reopenings: 1,
    first_replied_at: NINE + 5 * MINUTE,
    first_solved_at: NINE + 7 * MINUTE,
    last_solved_at: NINE + 9 * MINUTE,
  });
});

test('an unanswered ticket counts what it missed and whom it called', () => {
  const told = history(NINE);
  told.tick(NINE + 60 * MINUTE + 1);
  told.tick(NINE + 75 * MINUTE);
  const fact = factOf(null, told.log);
  expect(fact).toMatchObject({ breaches: 1, escalations: 1, requested_escalations: 0, steps_reached: 2, replies: 0 });
  expect(fact?.first_escalated_at).toBe(NINE + 60 * MINUTE + 1);
});

test('wherever a log is cut, the facts of its parts joined are the fact of the whole', () => {
  fc.assert(
    fc.property(scripts, fc.nat(), (script, cut) => {
      const { log } = live(script, () => {});
      const at = cut % (log.length + 1);
      const before = log
        .slice(0, at)
        .reduce<Ticket | null>((ticket, each) => evolve(ticket, each.event, each.at), null);
      const parts = [factOf(null, log.slice(0, at)), factOf(before, log.slice(at))] as const;
      expect(joinFacts(parts[0] ?? NO_FACT, parts[1] ?? NO_FACT)).toEqual(factOf(null, log) ?? NO_FACT);
    }),
  );
});
