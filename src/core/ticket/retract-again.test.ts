import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endedIn } from '#core/metrics/cycles.ts';
import type { ClockKind } from '#core/sla/policy.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { config, history, HOUR_TO_REPLY, PETRA, zagreb, type History } from '#test/harness/core.ts';

const at = (time: string) => zagreb(`2026-11-20 ${time}`);
const accepted = (messageId: number) => ({ type: 'accept_reply', messageId, authorId: PETRA }) as const;
const back = (messageId: number) => ({ type: 'retract_reply', messageId, authorId: PETRA, code: 'bounced' }) as const;
const writes = (messageId: number) => ({ type: 'receive', messageId, authorId: 1, kind: 'message' }) as const;
const clock = (told: History, kind = 'first_reply') => told.ticket.clocks.find((each) => each.kind === kind);
const [first] = HOUR_TO_REPLY.targets;
/** A ticket that owes a first reply and this as well, each within an hour. */
const owing = (kind: ClockKind) =>
  history(at('09:00'), {
    config: config({ policy: { ...HOUR_TO_REPLY, targets: [first!, { ...first!, kind, warnPercents: [] }] } }),
  });
const kept = (told: History, kind: ClockKind) => endedIn(told.log).filter(({ key }) => key === kind);

test('two replies that both come back answered nobody, whichever comes back first', () => {
  for (const order of [
    [2, 3],
    [3, 2],
  ]) {
    const told = history(at('09:00'));
    told.at(at('09:05'), accepted(2));
    told.at(at('09:10'), accepted(3));
    told.at(at('09:20'), back(order[0]!));
    told.at(at('09:30'), back(order[1]!));
    expect(clock(told)).toMatchObject({ state: 'running', cycle: 1, startedAt: at('09:00'), dueAt: at('10:00') });
  }
});

test('whoever wrote again between two replies that came back has waited since the first message', () => {
  const told = owing('next_reply');
  told.at(at('09:05'), accepted(2));
  told.at(at('09:10'), writes(10));
  told.at(at('09:15'), accepted(3));
  told.at(at('09:20'), writes(11));
  told.at(at('09:25'), accepted(4));
  told.at(at('09:30'), back(3));
  told.at(at('09:35'), back(4));
  expect(clock(told, 'next_reply')).toMatchObject({ state: 'running', startedAt: at('09:10'), dueAt: at('10:10') });
});

test('an update that no reply ever promised is owed no more when all of them came back', () => {
  const told = owing('update');
  told.at(at('09:05'), accepted(2));
  told.at(at('09:10'), accepted(3));
  told.at(at('09:20'), back(2));
  told.at(at('09:30'), back(3));
  expect(clock(told, 'update')).toBeUndefined();
});

test('what was missed later is counted on when an earlier stretch goes on, each once', () => {
  const told = owing('next_reply');
  told.at(at('09:05'), accepted(2));
  told.at(at('09:10'), writes(10));
  told.at(at('09:15'), accepted(3));
  told.at(at('09:20'), writes(11));
  told.tick(at('10:30'));
  told.at(at('10:40'), back(3));
  // missed by the stretch that went on, and before by the one that its answer had begun
  expect(clock(told, 'next_reply')).toMatchObject({ state: 'running', breachedAt: at('10:10'), earlierBreaches: 1 });
  told.at(at('10:50'), accepted(4));
  told.at(at('10:55'), writes(12));
  expect(clock(told, 'next_reply')).toMatchObject({ state: 'running', earlierBreaches: 2 });
});

test('a stretch that was missed because its answer came back is kept beside the one that runs now', () => {
  const told = owing('next_reply');
  told.at(at('09:05'), accepted(2));
  told.at(at('09:10'), writes(10));
  told.at(at('09:15'), accepted(3));
  told.at(at('09:20'), writes(11));
  told.tick(at('10:30'));
  told.at(at('10:40'), accepted(4));
  told.at(at('10:45'), writes(12));
  told.at(at('10:50'), back(3));
  expect(clock(told, 'next_reply')).toMatchObject({ state: 'running', cycle: 3, earlierBreaches: 2 });
  expect(kept(told, 'next_reply')).toMatchObject([
    { cycle: 1, startedAt: at('09:10'), endedAt: at('10:40'), outcome: 'late', breachedAt: at('10:10') },
  ]);
  told.at(at('11:00'), accepted(5));
  expect(kept(told, 'next_reply').map(({ cycle, outcome }) => [cycle, outcome])).toEqual([
    [1, 'late'],
    [3, 'met'],
  ]);
});

test('stretches that were answered since stay as they were when an earlier answer comes back', () => {
  const told = owing('next_reply');
  told.at(at('09:05'), accepted(2));
  for (const [turn, time] of ['09:10', '09:20', '09:30', '09:40'].entries()) {
    told.at(at(time), writes(10 + turn));
    told.at(at(time) + 5 * MINUTE, accepted(3 + turn));
  }
  const before = kept(told, 'next_reply');
  expect(before).toHaveLength(4);
  told.at(at('09:50'), back(3));
  const [one, ...rest] = kept(told, 'next_reply');
  expect(one).toMatchObject({ cycle: 1, startedAt: at('09:10'), endedAt: at('09:25'), outcome: 'met' });
  expect(rest).toEqual(before.slice(2));
  expect(clock(told, 'next_reply')).toMatchObject({ state: 'stopped', cycle: 4, stoppedAt: at('09:45') });
});

test('a reply that was on its way when the ticket was solved answered nobody when it comes back', () => {
  const told = history(at('09:00'));
  told.at(at('09:05'), { type: 'reply', messageId: 2 }, PETRA);
  told.at(at('09:05'), { type: 'set_status', to: 'solved' }, PETRA);
  told.at(at('09:06'), { ...accepted(2), writtenAt: at('09:05') });
  told.at(at('09:40'), back(2));
  expect(told.ticket.status).toBe('open');
  expect(clock(told)).toMatchObject({ state: 'running', cycle: 1, dueAt: at('10:00') });
});

test('an update is late when the one that had come in time came back', () => {
  const told = owing('update');
  told.at(at('09:05'), accepted(2));
  told.at(at('09:50'), accepted(3));
  told.at(at('10:20'), accepted(4));
  told.at(at('10:30'), back(3));
  expect(clock(told, 'update')).toMatchObject({ state: 'running', startedAt: at('10:20'), earlierBreaches: 1 });
  expect(kept(told, 'update')).toMatchObject([
    { cycle: 1, startedAt: at('09:05'), endedAt: at('10:20'), outcome: 'late', breachedAt: at('10:05') },
  ]);
});

const acts = fc.array(
  fc.record({
    kind: fc.constantFrom('writes', 'answers', 'comes back', 'looks'),
    wait: fc.integer({ min: 1, max: 50 }),
    which: fc.nat(9),
  }),
  { minLength: 3, maxLength: 14 },
);
type Acts = (typeof acts)['generate'] extends (...args: never[]) => { value: infer Value } ? Value : never;

/** The same history, with or without the replies that came back in the end. */
function lived(script: Acts, gone: ReadonlySet<number>): { told: History; back: number[] } {
  const target = { ...first!, kind: 'next_reply' as const, warnPercents: [], includeFirst: true };
  const told = history(at('09:00'), { config: config({ policy: { ...HOUR_TO_REPLY, targets: [target] } }) });
  const answers: number[] = [];
  const came: number[] = [];
  let now = at('09:00');
  for (const [index, { kind, wait, which }] of script.entries()) {
    now += wait * MINUTE;
    const messageId = 100 + index;
    if (kind === 'looks') told.tick(now);
    if (kind === 'writes') told.at(now, writes(messageId));
    if (kind === 'answers') {
      answers.push(messageId);
      if (!gone.has(messageId)) told.at(now, accepted(messageId));
    }
    const returned = answers[which % Math.max(1, answers.length)];
    if (kind === 'comes back' && returned !== undefined && !came.includes(returned)) {
      came.push(returned);
      if (!gone.has(returned)) told.at(now, back(returned));
    }
  }
  told.tick(now + 9 * HOUR);
  return { told, back: came };
}

test('replies that came back leave the clocks as though nobody had written them', () => {
  fc.assert(
    fc.property(acts, (script) => {
      const { told, back: came } = lived(script, new Set());
      const { told: without } = lived(script, new Set(came));
      const [real, wanted] = [clock(told, 'next_reply')!, clock(without, 'next_reply')!];
      const { state, startedAt, breachedAt } = wanted;
      expect(real).toMatchObject({ state, startedAt, breachedAt });
      // what was missed on the way stays counted
      expect(real.earlierBreaches).toBeGreaterThanOrEqual(wanted.earlierBreaches);
      expect(real.earlierBreaches).toBeLessThan(real.cycle);
      const stretches = (history: History) =>
        kept(history, 'next_reply').map(({ startedAt: since, endedAt, outcome }) => ({ since, endedAt, outcome }));
      expect(stretches(told)).toEqual(stretches(without));
    }),
    { numRuns: fc.readConfigureGlobal().numRuns ?? 300 },
  );
});
