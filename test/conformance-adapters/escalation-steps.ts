import { faultsOf } from '#core/escalation/check-path.ts';
import { minutesUntilOpen } from '#core/escalation/daily-window.ts';
import { isLookedAfter } from '#core/escalation/watchdog.ts';
import { MINUTE } from '#core/time.ts';
import type { Adapter } from '#test/conformance-adapters/conformance.ts';
import { liveClimb } from '#test/conformance-adapters/live-climb.ts';
import type { ClimbCase, PolicySpec } from '#test/conformance-adapters/climb-case.ts';

type EscalationCase =
  | ClimbCase
  | { id: string; op: 'validatePolicy'; input: PolicySpec; expected: { valid: boolean; field?: string } }
  | {
      id: string;
      op: 'watchdog';
      input: { nextAt: number | null; now: number; toleranceMinutes: number };
      expected: { healthy: boolean | null };
    }
  | {
      id: string;
      op: 'window';
      input: { from: string; to: string; now: string };
      expected: { waitUntil: string | null };
    };

/** Runs a case of steps against the machine of a whole ticket. */
export const runEscalationSteps: Adapter<unknown, EscalationCase> = (_, testCase) => {
  return difference(testCase.expected, answer(testCase));
};

/** What of an answer is not as expected, in one line; null when nothing is. */
export function difference(expectedAnswer: object, actualAnswer: object): string | null {
  const [expected, actual] = [normalised(expectedAnswer), normalised(actualAnswer)];
  const differing = Object.keys({ ...expected, ...actual }).filter((key) => expected[key] !== actual[key]);
  return differing.length === 0
    ? null
    : differing.map((key) => `${key}: expected ${expected[key]}, got ${actual[key]}`).join('; ');
}

function answer(testCase: EscalationCase): object {
  switch (testCase.op) {
    case 'simulate':
      return liveClimb(testCase);
    case 'validatePolicy':
      return judged(testCase.input);
    case 'watchdog': {
      const { nextAt, now, toleranceMinutes } = testCase.input;
      return { healthy: isLookedAfter(nextAt, now, toleranceMinutes) };
    }
    case 'window': {
      const now = minutesOf(testCase.input.now);
      const wait = minutesUntilOpen({ from: minutesOf(testCase.input.from), to: minutesOf(testCase.input.to) }, now);
      return { waitUntil: wait === 0 ? null : `+${now + wait >= 1440 ? 1 : 0}d ${testCase.input.from}` };
    }
  }
}

const FIELDS = { steps: 'steps', waitMs: 'delayMinutes', repeat: 'repeat', lastResort: 'lastResort' };

function judged({ steps, repeat = 0, lastResort = [] }: PolicySpec): object {
  const [fault] = faultsOf({
    steps: steps.map(({ delayMinutes }) => ({ waitMs: delayMinutes * MINUTE })),
    repeat,
    lastResort: lastResort.map((_, index) => index),
  });
  return fault === undefined ? { valid: true } : { valid: false, field: FIELDS[fault.field] };
}

function minutesOf(wall: string): number {
  const [hours, minutes] = wall.split(':').map(Number);
  return hours! * 60 + minutes!;
}

/** Who is told together has no order among us; a list that a case leaves out is empty. */
function normalised(answered: object): Record<string, string> {
  const entries = Object.entries(answered).map(([key, value]): [string, string] => {
    const plain =
      key === 'fired'
        ? value.map((one: { notified: string[] }) => ({ ...one, notified: one.notified.toSorted() }))
        : value;
    return [key, JSON.stringify(plain)];
  });
  return { skipped: '[]', rejected: '[]', reminders: '[]', ...Object.fromEntries(entries) };
}
