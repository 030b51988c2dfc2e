import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endedIn } from '#core/metrics/cycles.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import type { EndedCycle } from '#core/sla/ended-cycle.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Instant } from '#core/time.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { config, PATH_OF_TWO, PETRA, zagreb } from '#test/harness/core.ts';
import { LAST, POLICIES } from '#test/harness/lives.ts';
import { desk, replayed, type Desk } from '#test/harness/pair.ts';

const [ONE, OTHER] = [1, 2];
const given = { config: config({ policies: POLICIES, path: { ...PATH_OF_TWO, lastResort: LAST } }) };

/** What may happen to either ticket: conversation only while both stand for themselves. */
const spoken = ['receive', 'reply', 'accept_reply'] as const;
const silent = ['tick', 'set_status', 'set_severity', 'note', 'assign', 'apply_policy', 'apply_calendar'] as const;
const step = (kinds: readonly (typeof spoken | typeof silent)[number][]) =>
  fc.record({
    of: fc.constantFrom(ONE, OTHER),
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 * HOUR }), fc.integer({ min: 1, max: 40 * HOUR })),
    act: fc.constantFrom(...kinds),
    pick: fc.nat(5),
  });
type Step = ReturnType<typeof step> extends fc.Arbitrary<infer Value> ? Value : never;
const scripts = fc.record({
  opened: fc.integer({ min: 0, max: 7 * 24 * 60 }).map((minutes) => zagreb('2026-11-16 00:00') + minutes * MINUTE),
  policies: fc.tuple(fc.nat(2), fc.nat(2)),
  before: fc.array(step([...spoken, ...silent]), { maxLength: 12, size: 'max' }),
  mergeAfter: fc.integer({ min: 0, max: 5 * HOUR }),
  // what happens to the one that stays while the other is merged into it
  between: fc.array(step(silent), { maxLength: 6, size: 'max' }),
});

type Script = typeof scripts extends fc.Arbitrary<infer Life> ? Life : never;

/** What the first policy measured is over; the third measures the same kind again, of the answer that only the merge owed. */
const ANSWERED_UNDER_TWO_POLICIES: Script = {
  opened: zagreb('2026-11-16 00:00'),
  policies: [2, 0],
  before: [
    { of: ONE, wait: 1, act: 'accept_reply', pick: 0 },
    { of: ONE, wait: 1, act: 'apply_policy', pick: 0 },
  ],
  mergeAfter: 0,
  between: [
    { of: ONE, wait: 1, act: 'set_status', pick: 3 },
    { of: ONE, wait: 1, act: 'apply_policy', pick: 1 },
  ],
};

function commandOf({ act, pick }: Step, messageId: number, at: Instant): TicketCommand {
  switch (act) {
    case 'receive':
      // some reached us a while before they were taken up
      return { type: act, messageId, authorId: 1, kind: 'message', receivedAt: at - (pick % 3) * 40 * MINUTE };
    case 'reply':
    case 'note':
      return { type: act, messageId };
    case 'accept_reply':
      return { type: act, messageId, authorId: PETRA };
    case 'set_status':
      return { type: act, to: (['open', 'waiting_on_customer', 'on_hold', 'solved'] as const)[pick % 4]! };
    case 'set_severity':
      return { type: act, severity: (['S1', 'S2', 'S3', 'S4'] as const)[pick % 4]! };
    case 'assign':
      return { type: act, assigneeId: pick % 2 === 0 ? PETRA : null, teamId: 1 + (pick % 2) };
    case 'apply_policy':
      return { type: act, policyVersionId: POLICIES[pick % POLICIES.length]!.versionId };
    case 'apply_calendar':
      return { type: act, calendarVersionId: pick % 2 === 0 ? 101 : 104 };
    case 'tick':
      return { type: act };
  }
}

function begin({ opened, policies }: { opened: Instant; policies: [number, number] }): Desk {
  const belay = desk(given);
  belay.open(ONE, opened, { policyVersionId: POLICIES[policies[0]]!.versionId });
  belay.open(OTHER, opened + 20 * MINUTE, { policyVersionId: POLICIES[policies[1]]!.versionId });
  return belay;
}

function live(belay: Desk, steps: Step[], from: Instant, only?: number): Instant {
  return steps.reduce((now, each, index) => {
    const at = now + each.wait;
    const by = each.act === 'tick' || each.act.startsWith('apply') ? null : PETRA;
    belay.act(only ?? each.of, at, commandOf(each, 100 + index, at), by);
    return at;
  }, from);
}

/** When the customer is owed the next answer, of all clocks that measure answers; null: never. */
function answerDue(clocks: SlaClock[]): Instant {
  const owed = clocks.filter(({ kind, state }) => ['first_reply', 'next_reply'].includes(kind) && state === 'running');
  return Math.min(...owed.map((clock) => (clock.state === 'running' ? (clock.dueAt ?? Infinity) : Infinity)));
}

test('a merge never lets an answer be due later than it was in either ticket', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const belay = begin(script);
      const at = live(belay, script.before, script.opened + 20 * MINUTE) + script.mergeAfter;
      for (const id of [ONE, OTHER]) belay.act(id, at, { type: 'tick' }, null);
      const due = Math.min(...[ONE, OTHER].map((id) => answerDue(belay.of(id).clocks)));
      if (!belay.merge(OTHER, ONE, at).ok) return;
      // a status that stands still on hold owes no moment, in whichever of both it was owed
      const paused = belay.of(ONE).clocks.some(({ state }) => state === 'paused');
      if (!paused) expect(answerDue(belay.of(ONE).clocks)).toBeLessThanOrEqual(due);
      for (const id of [ONE, OTHER]) expect(replayed(belay.log(id))).toEqual(belay.of(id));
    }),
    { numRuns: fc.readConfigureGlobal().numRuns ?? 100 },
  );
});

test('unmerged, the clocks of both stand as though they had never been merged', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const [belay, never] = [begin(script), begin(script)];
      const at = live(belay, script.before, script.opened + 20 * MINUTE) + script.mergeAfter;
      live(never, script.before, script.opened + 20 * MINUTE);
      if (!belay.merge(OTHER, ONE, at).ok) return;
      const woken = belay.of(ONE).status !== never.of(ONE).status;
      if (woken && script.between.some(({ act }) => act === 'set_status')) return;
      const until = live(belay, script.between, at, ONE) + MINUTE;
      live(never, script.between, at, ONE);
      // what was solved would have closed by itself, and nothing could have been done to it
      if (never.of(ONE).status === 'closed') return;
      if (!belay.unmerge(OTHER, ONE, until).ok) return;
      for (const id of [ONE, OTHER]) {
        never.act(id, until - 1, { type: 'tick' }, null);
        never.act(id, until, { type: 'note', messageId: 1 });
        belay.act(id, until, { type: 'note', messageId: 1 });
        expect(belay.of(id).status).toBe(never.of(id).status);
        expect(byKey(belay.of(id).clocks)).toEqual(byKey(never.of(id).clocks));
        expect(endedIn(belay.log(id)).map(unplaced)).toEqual(endedIn(never.log(id)).map(unplaced));
        expect(replayed(belay.log(id))).toEqual(belay.of(id));
      }
    }),
    { numRuns: fc.readConfigureGlobal().numRuns ?? 100, examples: [[ANSWERED_UNDER_TWO_POLICIES]] },
  );
});

/** Lived anew, the events that end a cycle stand elsewhere in the log. */
const unplaced = ({ seq: _seq, ...cycle }: EndedCycle) => cycle;

/** Without what depends on when somebody looked: a warning that its breach overtook is dropped. */
const byKey = (clocks: SlaClock[]) =>
  Object.fromEntries(
    clocks.map((clock) => [clock.key, { ...clock, warned: null, warnedBefore: null, warning: null }] as const),
  );
