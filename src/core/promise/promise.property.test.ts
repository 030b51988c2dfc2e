import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { dueAt } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR } from '#core/time.ts';
import { live, PROMISING_PATH, scripts } from '#test/harness/lives.ts';

const lived = (script: Parameters<typeof live>[0], look: Parameters<typeof live>[1] = () => undefined) =>
  live(script, look, PROMISING_PATH);

test('a ticket has one open promise, and one more for each answer that came back or word given; none is past its time at a look', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      lived(script, ({ ticket, log, tick }, now, ticked) => {
        const open = ticket.promises.filter(({ state }) => state === 'open');
        const cameBack = log.filter(({ event }) => event.type === 'promise_unanswered').length;
        // what a person named may go out after a step has promised
        const given = log.filter(({ event }) => event.type === 'promise_given').length;
        expect(open.length).toBeLessThanOrEqual(1 + cameBack + given);
        if (!ticked || ticket.status === 'closed') return;
        for (const promise of open) expect(promise.dueAt).toBeGreaterThanOrEqual(now);
        expect(dueAt(ticket)).toBeGreaterThan(now);
        expect(tick(now)).toEqual([]);
      });
    }),
  );
});

test('no automatic message moves a promise later, and an hour lies between two of them', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { log } = lived(script);
      const due = new Map<number, number>();
      let toldAt = Number.NEGATIVE_INFINITY;
      for (const { event, at } of log) {
        // only a person's message may
        if (event.type === 'promise_moved' || event.type === 'promise_move_retracted') {
          due.set(event.promiseId, event.dueAt);
        }
        if (event.type !== 'promise_made') continue;
        expect(event.dueAt).toBeLessThanOrEqual(due.get(event.promiseId) ?? event.dueAt);
        due.set(event.promiseId, event.dueAt);
        if (event.tellAt === null) continue;
        expect(event.tellAt).toBeGreaterThanOrEqual(Math.max(at, toldAt + HOUR));
        toldAt = event.tellAt;
      }
    }),
  );
});

test('kept is answered by its time and broken is never undone; the replayed log equals the state', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const broken = new Set<number>();
      const told = lived(script, ({ ticket }) => {
        for (const promise of ticket.promises) {
          if (promise.state === 'kept') expect(promise.answer.at).toBeLessThanOrEqual(promise.dueAt);
          if (broken.has(promise.id)) expect(promise.state).toBe('broken');
          if (promise.state === 'broken') broken.add(promise.id);
        }
      });
      const stored: LoggedEvent[] = JSON.parse(JSON.stringify(told.log));
      const replayed = stored.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);
      expect(replayed).toEqual(told.ticket);
    }),
  );
});

const REACHED = [
  'promise_answered',
  'promise_broken',
  'promise_given',
  'promise_made',
  'promise_move_written',
  'promise_moved',
  'promise_unanswered',
  'promise_withdrawn',
  'promise_written',
];
test('the scripts make promises, keep some and break some', () => {
  const seen = new Set<string>();
  for (const script of fc.sample(scripts, { numRuns: 3_000, seed: 7 })) {
    for (const { event } of lived(script).log) if (event.type.startsWith('promise_')) seen.add(event.type);
    // everything was reached: what comes after adds nothing but time
    if (seen.size === REACHED.length) break;
  }
  expect([...seen].toSorted()).toEqual(REACHED);
});
