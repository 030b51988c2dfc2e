import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepApprovalOf } from '#core/approval/step-approval.ts';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { SEVERITIES, type Severity, type Ticket } from '#core/ticket/ticket.ts';
import { MINUTE } from '#core/time.ts';
import { LEA, MARKO, PETRA, SANJA } from '#test/harness/core.ts';
import { LAST, live, REPLACES_CLOCK, scripts } from '#test/harness/lives.ts';

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

test('clocks stand in the order of their keys, whatever began first: so they are read back', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const keys = live(script, () => undefined).ticket.clocks.map(({ key }) => key);
      expect(keys).toEqual(keys.toSorted());
    }),
  );
});

test('each cycle is missed at most once, dated at or before its look, and no breach vanishes with its clock', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const missed = new Map<string, number>();
      const told = live(script, ({ ticket, log }) => {
        // what a policy drops and another takes up again is promised anew
        if (log.some(({ event, at }) => REPLACES_CLOCK.has(event.type) && at === ticket.lastEventAt)) missed.clear();
        for (const { key, cycle, startedAt, breachedAt, earlierBreaches } of ticket.clocks) {
          const name = `${key} ${cycle} ${startedAt}`;
          const known = missed.get(name);
          if (known !== undefined) expect(breachedAt).toBe(known);
          if (breachedAt !== null) missed.set(name, breachedAt);
          expect(earlierBreaches).toBeLessThan(cycle);
        }
      });
      let cycles = new Map<string, string>();
      const seen = new Set<string>();
      for (const { at, event } of told.log) {
        if (event.type === 'clock_removed') {
          for (const name of seen) if (name.startsWith(`${event.clock} `)) seen.delete(name);
        }
        if (event.type === 'clock_relived') {
          for (const name of seen) if (name.startsWith(`${event.clock.key} `)) seen.delete(name);
        }
        if (event.type === 'clock_started' || event.type === 'clock_restored' || event.type === 'clock_relived') {
          const { key = event.clock.kind, cycle, startedAt } = event.clock;
          cycles = new Map(cycles).set(key, `${key} ${cycle} ${startedAt}`);
        }
        if (event.type !== 'target_breached') continue;
        const name = cycles.get(event.clock) ?? '';
        expect(seen.has(name)).toBe(false);
        seen.add(name);
        // a promise that became shorter than what was used is missed there and then; time that runs out, just before
        const now = event.cause === 'policy_change' ? 1 : 0;
        expect(at).toBeGreaterThan(event.breachedAt - now);
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

test('used time never runs back in a cycle, never runs faster than the wall, and the log never goes back', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const used = new Map<string, number>();
      const told = live(script, ({ ticket, log }, now) => {
        // what a policy drops and another takes up again is measured anew, by its own hours
        if (log.some(({ event, at }) => REPLACES_CLOCK.has(event.type) && at === ticket.lastEventAt)) used.clear();
        for (const clock of ticket.clocks) {
          const { key, cycle, startedAt, bankedMs } = clock;
          const name = `${key} ${cycle} ${startedAt}`;
          expect(bankedMs).toBeLessThanOrEqual(now - startedAt);
          // only an answer that never arrived turns a bank back into running time
          if (clock.state !== 'running') expect(bankedMs).toBeGreaterThanOrEqual(used.get(name) ?? 0);
          used.set(name, bankedMs);
        }
      });
      const moments = told.log.map(({ at }) => at);
      expect(moments).toEqual(moments.toSorted((one, other) => one - other));
      expect(told.log.map(({ seq }) => seq)).toEqual(told.log.map((_, index) => index + 1));
    }),
  );
});

test('a clock has a due moment just while it runs and its calendar opens, and a missed one keeps what it missed', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      live(script, ({ ticket }) => {
        for (const clock of ticket.clocks) {
          if (clock.breachedAt !== null) expect(clock.breachedAt).toBeGreaterThanOrEqual(clock.startedAt);
          if (clock.state === 'stopped' && clock.breachedAt !== null) expect(clock.outcome).not.toBe('met');
          if (clock.state !== 'running') continue;
          expect(clock.dueAt).not.toBeNull();
          if (clock.breachedAt !== null) expect(clock.warning).toBeNull();
          expect(clock.warned).toEqual([...new Set(clock.warned)]);
        }
      });
    }),
  );
});

test('giving away, notes, tags and words among agents move no clock of the customer', () => {
  fc.assert(
    fc.property(scripts, fc.constantFrom(PETRA, LEA, MARKO), (script, to) => {
      const told = live(script, () => undefined);
      const now = told.ticket.lastEventAt + MINUTE;
      told.tick(now);
      const ofCustomer = () => told.ticket.clocks.filter(({ kind }) => kind !== 'owner' && kind !== 'answer');
      const before = ofCustomer();
      told.at(now, { type: 'assign', assigneeId: to, teamId: 2 }, SANJA);
      told.at(now, { type: 'note', messageId: 9 }, SANJA);
      told.at(now, { type: 'set_tags', tags: ['any'] }, SANJA);
      expect(ofCustomer()).toEqual(before);
    }),
  );
});

test('to pause and to go on at one instant changes no due moment and no used time', () => {
  fc.assert(
    fc.property(scripts, fc.integer({ min: 0, max: 600 }), (script, minutes) => {
      const told = live(script, () => undefined);
      if (told.ticket.status === 'solved' || told.ticket.status === 'closed') return;
      const now = told.ticket.lastEventAt + minutes * MINUTE;
      told.tick(now);
      const { status, clocks } = told.ticket;
      if (clocks.some(({ overtakenBy, breachedAt }) => overtakenBy !== null && breachedAt === null)) return;
      const shown = () =>
        told.ticket.clocks.map((clock) => [
          clock.key,
          clock.state,
          clock.breachedAt,
          clock.state === 'running' && clock.dueAt,
        ]);
      const before = shown();
      told.at(now, { type: 'set_status', to: status === 'on_hold' ? 'open' : 'on_hold' }, SANJA);
      told.at(now, { type: 'set_status', to: status }, SANJA);
      expect(shown()).toEqual(before);
    }),
  );
});

test('whatever calls has somebody who was told and may still answer', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      live(script, ({ ticket }) => {
        for (const escalation of ticket.escalations) {
          if (escalation.status !== 'climbing' && escalation.status !== 'last_resort') continue;
          // what its step asks may have gone on to others; in maintenance, and before a step in its quiet hours, it may
          // wait with nobody called yet
          const isAsked = stepApprovalOf(ticket, escalation) !== undefined;
          if (escalation.told.length === 0 && !isAsked)
            expect(ticket.maintenanceUntil !== null || script.rich).toBe(true);
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
      const now = told.ticket.lastEventAt + wait;
      told.tick(now);
      const looked = told.ticket.clocks;
      if (!told.at(now, { type: 'set_severity', severity: to }, SANJA).ok) return;
      for (const before of looked) {
        const after = told.ticket.clocks.find(({ key }) => key === before.key);
        expect(after?.cycle).toBe(before.cycle);
        expect(after?.bankedMs).toBe(before.bankedMs);
        if (before.breachedAt !== null) expect(after?.breachedAt).toBe(before.breachedAt);
        if (before.state !== 'running' || after?.state !== 'running') continue;
        const [was, is] = [before.dueAt ?? Infinity, after.dueAt ?? Infinity];
        if (after.targetMs < before.targetMs) expect(is).toBeLessThanOrEqual(was);
        else expect(is).toBeGreaterThanOrEqual(was);
      }
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
