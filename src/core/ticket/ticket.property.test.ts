import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TicketCommand } from '#core/ticket/command.ts';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Policy } from '#core/sla/policy.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { SEVERITIES, type Severity, type Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, SECOND } from '#core/time.ts';
import {
  config,
  EVERYBODY,
  history,
  HOUR_TO_REPLY,
  IVANA,
  LEA,
  MARKO,
  PATH_OF_TWO,
  PETRA,
  SANJA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

type Act = { wait: number; act: TicketCommand['type'] | 'sweep'; by: number; pick: number };

const people = [PETRA, LEA, MARKO, IVANA, SANJA];
/** Two, so that one may be kept away. */
const LAST = [SANJA, IVANA];
const TAGS = ['deposit', 'headset', 'refund', 'vip'];
const BY_SEVERITY: Policy = {
  ...HOUR_TO_REPLY,
  targets: HOUR_TO_REPLY.targets.map((target) => ({
    ...target,
    targetMs: { S1: 15 * MINUTE, S2: 40 * MINUTE, S3: HOUR, S4: 4 * HOUR },
  })),
};
const waits = fc.oneof(
  fc.constant(0),
  fc.constant(1),
  fc.integer({ min: 1, max: 90 * SECOND }),
  fc.integer({ min: 1, max: 3 * HOUR }),
  fc.integer({ min: 1, max: 90 * HOUR }),
  // Whole minutes hit the due instants exactly.
  fc.integer({ min: 1, max: 300 }).map((minutes) => minutes * MINUTE),
);
const acts: fc.Arbitrary<Act> = fc.record({
  wait: waits,
  act: fc.constantFrom(
    ...(['sweep', 'sweep', 'tick', 'receive', 'reply', 'accept_reply', 'fail_reply', 'note'] as const),
    ...(['assign', 'set_status', 'escalate', 'acknowledge', 'confirm'] as const),
    ...(['withdraw_reply', 'move_to_team', 'set_severity', 'set_topic', 'set_tags', 'change_tags'] as const),
    ...(['return', 'return', 'hand_back', 'hand_back', 'acknowledge_hand_back', 'exclude', 'readmit'] as const),
  ),
  by: fc.constantFrom(...people),
  pick: fc.nat(5),
});
const scripts = fc.record({
  opened: fc.integer({ min: 0, max: 7 * 24 * 60 }).map((minutes) => zagreb('2026-11-16 00:00') + minutes * MINUTE),
  acts: fc.array(acts, { maxLength: 40 }),
  away: fc.subarray(people),
  repeat: fc.nat(2),
  // A copy at sixty times the pace, as the demonstration climbs it.
  scaled: fc.boolean(),
});

function commandOf({ act, by, pick }: Act, ticket: Ticket): TicketCommand {
  const messageId = 100 + pick;
  const escalationId = 1 + (pick % 2);
  switch (act) {
    case 'receive':
      return { type: act, messageId, authorId: 1, kind: pick === 0 ? 'auto_reply' : pick === 1 ? 'bounce' : 'message' };
    case 'reply':
    case 'note':
      return { type: act, messageId };
    case 'accept_reply':
      return { type: act, messageId, authorId: by, ...(pick < 3 ? { writtenAt: ticket.firstContactAt } : {}) };
    case 'withdraw_reply':
      return { type: act, messageId, authorId: by };
    case 'fail_reply':
      return { type: act, messageId, authorId: by, code: '550' };
    case 'assign':
      return { type: act, assigneeId: pick === 0 ? null : (people[pick - 1] ?? PETRA), teamId: 1 };
    case 'set_status':
      return { type: act, to: (['open', 'waiting_on_customer', 'on_hold', 'solved'] as const)[pick % 4] ?? 'open' };
    case 'escalate': {
      const firing =
        pick === 0 ? null : (ticket.escalations.findLast(({ status }) => status !== 'ended')?.firing ?? null);
      return { type: act, reason: 'skill', messageId: null, firing };
    }
    case 'move_to_team':
      return { type: act, teamId: 1 + (pick % 2) };
    case 'set_severity':
      return { type: act, severity: SEVERITIES[pick % 4] ?? 'S3' };
    case 'set_topic':
      return { type: act, topic: `topic ${pick % 3}` };
    case 'set_tags':
      return { type: act, tags: TAGS.slice(0, pick) };
    case 'change_tags':
      return { type: act, add: TAGS.slice(pick), remove: TAGS.slice(0, 2) };
    case 'exclude':
    case 'readmit':
      return { type: act, personId: people[pick] ?? PETRA };
    case 'return':
      return { type: act, escalationId, reason: 'no_time', messageId: null };
    case 'hand_back':
      return {
        type: act,
        escalationId,
        to: pick < 2 ? null : (people[pick - 1] ?? PETRA),
        reason: 'part_done',
        messageId,
      };
    case 'acknowledge_hand_back':
    case 'acknowledge':
    case 'confirm':
      return { type: act, escalationId };
    case 'open':
    case 'tick':
    case 'sweep':
      return { type: 'tick' };
  }
}

/** Lives a script, checking `law` after every act. */
function live(
  script: typeof scripts extends fc.Arbitrary<infer Script> ? Script : never,
  law: (told: History, now: number, ticked: boolean) => void,
) {
  const scale = script.scaled ? 60 : 1;
  const steps = PATH_OF_TWO.steps.map((step) => ({ ...step, waitMs: step.waitMs / scale }));
  const told = history(script.opened, {
    config: config({ policy: BY_SEVERITY, path: { ...PATH_OF_TWO, steps, repeat: script.repeat, lastResort: LAST } }),
    roster: EVERYBODY.map((person) => ({ ...person, reachable: !script.away.includes(person.id) })),
  });
  let now = script.opened;
  for (const act of script.acts) {
    const due = dueAt(told.ticket);
    // A sweep looks just when something is due; anything else comes whenever it comes.
    now = act.act === 'sweep' && due !== null ? Math.max(now, due) : now + act.wait;
    told.at(now, commandOf(act, told.ticket), act.by);
    law(told, now, act.act === 'sweep' || act.act === 'tick');
  }
  return told;
}

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

test('nobody who is kept away has the ticket, is called for it or holds it, and somebody is always left to call', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      live(script, ({ ticket }) => {
        const away = new Set(ticket.excludedIds);
        expect(away.has(ticket.assigneeId ?? 0)).toBe(false);
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
