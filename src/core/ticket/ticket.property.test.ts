import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { SEVERITIES, type Severity, type Ticket } from '#core/ticket/ticket.ts';
import { MINUTE } from '#core/time.ts';
import { SANJA } from '#test/harness/core.ts';
import { LAST, live, scripts } from '#test/harness/lives.ts';

test('no history leaves an open ticket without a moment at which Belay looks at it', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      live(script, ({ ticket }) => {
        const open = ticket.status !== 'closed';
        expect(Number.isFinite(dueAt(ticket) ?? Number.NaN)).toBe(open);
        if (!open) expect(nextEvent(ticket)).toBeNull();
      });
    }),
  );
});

test('after a tick at t the next look is after t, and a second tick at t does nothing', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      live(script, (told, now, ticked) => {
        if (!ticked || told.ticket.status === 'closed') return;
        expect(dueAt(told.ticket)).toBeGreaterThan(now);
        expect(told.tick(now)).toEqual([]);
      });
    }),
  );
});

test('the replayed log equals the state', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const told = live(script, () => undefined);
      // Through JSON, as the database keeps it.
      const stored: LoggedEvent[] = JSON.parse(JSON.stringify(told.log));
      const replayed = stored.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);
      expect(replayed).toEqual(told.ticket);
    }),
  );
});

test('a breach is recorded once, dated at or before its look, and never vanishes', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      let breachedAt: number | null = null;
      const told = live(script, ({ ticket }) => {
        const clock = ticket.clocks[0];
        if (breachedAt !== null) expect(clock?.breachedAt).toBe(breachedAt);
        breachedAt = clock?.breachedAt ?? null;
      });
      const breaches = told.log.filter(({ event }) => event.type === 'target_breached');
      expect(breaches.length).toBeLessThanOrEqual(1);
      for (const { at, event } of breaches) {
        // a promise that became shorter than what was used is missed there and then; time that runs out, just before
        const now = event.type === 'target_breached' && event.cause === 'policy_change';
        expect(at).toBeGreaterThan((breachedAt ?? Number.POSITIVE_INFINITY) - (now ? 1 : 0));
      }
    }),
  );
});

test('firings grow by one, nobody unreachable is told by a step, and one path has one live escalation', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const told = live(script, ({ ticket }) => {
        expect(ticket.escalations.filter(({ status }) => status !== 'ended').length).toBeLessThanOrEqual(1);
      });
      const firings = new Map<number, number>();
      for (const { event } of told.log) {
        if (event.type !== 'step_reached' && event.type !== 'last_resort_reached') continue;
        expect(event.firing).toBe((firings.get(event.escalationId) ?? 0) + 1);
        firings.set(event.escalationId, event.firing);
        if (event.type === 'step_reached') {
          expect(event.told.filter((person) => script.away.includes(person))).toEqual([]);
        }
      }
    }),
  );
});

test('used time never runs back and the log never goes back in time', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      let banked = 0;
      const told = live(script, ({ ticket }) => {
        const now = ticket.clocks[0]?.bankedMs ?? 0;
        expect(now).toBeGreaterThanOrEqual(banked);
        banked = now;
      });
      const moments = told.log.map(({ at }) => at);
      expect(moments).toEqual(moments.toSorted((one, other) => one - other));
      expect(told.log.map(({ seq }) => seq)).toEqual(told.log.map((_, index) => index + 1));
    }),
  );
});

test('whatever calls has somebody who was told and may still answer', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      live(script, ({ ticket }) => {
        for (const escalation of ticket.escalations) {
          if (escalation.status !== 'climbing' && escalation.status !== 'last_resort') continue;
          // in maintenance it may wait with nobody called; then it goes on when that ends
          if (escalation.told.length === 0) expect(ticket.maintenanceUntil).not.toBeNull();
          const returned = escalation.returns.map(({ by }) => by);
          if (escalation.status === 'climbing')
            expect(escalation.told.filter((person) => returned.includes(person))).toEqual([]);
        }
      });
    }),
  );
});

test('who takes what is handed back has the ticket from that moment, and nobody is called for it any more', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      let read = 0;
      live(script, ({ ticket, log }) => {
        const news = log.slice(read).map(({ event }) => event);
        read = log.length;
        const taken = news.find((event) => event.type === 'hand_back_acknowledged');
        if (taken === undefined) return;
        expect(ticket.assigneeId).toBe(taken.by);
        expect(taken.by).not.toBe(taken.from);
        expect(ticket.escalations.find(({ id }) => id === taken.escalationId)?.status).toBe('ended');
      });
    }),
  );
});

test('nobody who is kept away has the ticket, is called for it or holds it, and somebody is always left to call', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      live(script, ({ ticket }) => {
        const away = new Set(ticket.excludedIds);
        // of a closed ticket it only says who had it
        if (ticket.status !== 'closed') expect(away.has(ticket.assigneeId ?? 0)).toBe(false);
        expect(LAST.every((person) => away.has(person))).toBe(false);
        for (const escalation of ticket.escalations.filter(({ status }) => status !== 'ended')) {
          expect(escalation.told.filter((person) => away.has(person))).toEqual([]);
          if (escalation.status !== 'acknowledged') continue;
          expect([escalation.by, escalation.handBack?.to ?? 0].filter((person) => away.has(person))).toEqual([]);
        }
      });
    }),
  );
});

test('a shorter target never moves the due moment later, a longer one never earlier, and no breach is undone', () => {
  const severity = fc.constantFrom(...SEVERITIES);
  fc.assert(
    fc.property(scripts, severity, fc.integer({ min: 0, max: 90 * MINUTE }), (script, to: Severity, wait) => {
      const told = live(script, () => undefined);
      const [before] = told.ticket.clocks;
      const now = told.ticket.lastEventAt + wait;
      told.tick(now);
      const [looked] = told.ticket.clocks;
      if (!told.at(now, { type: 'set_severity', severity: to }, SANJA).ok || before === undefined) return;
      const [after] = told.ticket.clocks;
      expect(after?.cycle).toBe(before.cycle);
      expect(after?.bankedMs).toBe(looked?.bankedMs);
      if (looked?.breachedAt != null) expect(after?.breachedAt).toBe(looked.breachedAt);
      if (looked?.state !== 'running' || after?.state !== 'running') return;
      const [was, is] = [looked.dueAt ?? Infinity, after.dueAt ?? Infinity];
      if (after.targetMs < looked.targetMs) expect(is).toBeLessThanOrEqual(was);
      else expect(is).toBeGreaterThanOrEqual(was);
    }),
  );
});

test('what a person has returned, no step of that escalation tells them again', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { log } = live(script, () => undefined);
      const returned = new Set<string>();
      for (const { event } of log) {
        if (event.type === 'escalation_returned') returned.add(`${event.escalationId}:${event.by}`);
        if (event.type !== 'step_reached') continue;
        expect(event.told.filter((person) => returned.has(`${event.escalationId}:${person}`))).toEqual([]);
      }
    }),
  );
});
