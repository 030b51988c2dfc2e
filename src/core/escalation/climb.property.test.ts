import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '#core/ticket/decide.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { as, config, EVERYBODY, MARKO, PATH_OF_TWO, PETRA } from '#test/harness/core.ts';
import { live, scripts } from '#test/harness/lives.ts';
import { movesOnAt } from '#test/harness/moves-on.ts';

type Reached = Extract<TicketEvent, { type: 'step_reached' }>;

test('every live escalation has a moment, a silence with an end, or a loan or a leg that is asked after', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      live(script, ({ ticket }) => {
        for (const escalation of ticket.escalations.filter(({ status }) => status !== 'ended')) {
          expect(Number.isFinite(movesOnAt(ticket, escalation))).toBe(true);
        }
      });
    }),
  );
});

test('nothing goes off in maintenance but what people asked to be told again', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      let read = 0;
      live(script, ({ ticket, log }, now) => {
        const news = log.slice(read).map(({ event }) => event);
        read = log.length;
        if (ticket.maintenanceUntil === null || ticket.maintenanceUntil <= now) return;
        if (news.some(({ type }) => type === 'maintenance_began' || type === 'person_excluded')) return;
        expect(news.filter(({ type }) => type === 'step_reached' || type === 'last_resort_reached')).toEqual([]);
      });
    }),
  );
});

test('within one round of a path steps only go up, and none is told more often than the path repeats', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { log } = live(script, () => undefined);
      const last = new Map<number, Reached>();
      let firings = 0;
      for (const { event } of log) {
        if (event.type === 'path_applied') last.delete(event.escalationId);
        if (event.type === 'path_applied' || event.type === 'escalation_started') firings = 0;
        if (event.type !== 'step_reached') continue;
        const before = last.get(event.escalationId);
        if (before !== undefined && before.loop === event.loop)
          expect(event.stepIndex).toBeGreaterThan(before.stepIndex);
        if (before !== undefined) expect(event.loop).toBeGreaterThanOrEqual(before.loop);
        last.set(event.escalationId, event);
        firings += 1;
        expect(firings).toBeLessThanOrEqual(PATH_OF_TWO.steps.length * (script.repeat + 1));
      }
    }),
  );
});

test('of two who raise it with the same firing exactly one moves it', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const told = live(script, () => undefined);
      const climbing = told.ticket.escalations.findLast(({ status }) => status !== 'ended');
      const firing = climbing?.firing ?? null;
      const press = { type: 'escalate', firing, reason: 'authority', messageId: null } as const;
      const now = told.ticket.lastEventAt;
      const context = { now, config: config(), facts: { roster: EVERYBODY } };
      if (!decide(1, told.ticket, press, { ...context, actor: as(PETRA) }).ok) return;
      const [one, other] = [told.at(now, press, PETRA), told.at(now, press, MARKO)];
      expect([one.ok, other.ok]).toEqual([true, false]);
    }),
  );
});

test('a silence takes nothing from a wait: what was left of it begins when the silence ends', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { log } = live(script, () => undefined);
      const left = new Map<number, number | null>();
      for (const { event, at } of log) {
        if (event.type === 'escalation_silenced') left.set(event.escalationId, event.leftMs);
        if (event.type !== 'silence_ended') continue;
        const leftMs = left.get(event.escalationId) ?? null;
        if (leftMs === null) expect(event.nextAt).toBeNull();
        // hours that are closed in between only make it longer
        else expect((event.nextAt ?? 0) - at).toBeGreaterThanOrEqual(leftMs - 60_000);
      }
    }),
  );
});
