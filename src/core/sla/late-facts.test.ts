import { expect, test } from 'vitest';
import type { ClockKind } from '#core/sla/policy.ts';
import { HOUR, MINUTE, type Instant } from '#core/time.ts';
import {
  AROUND_THE_CLOCK,
  config,
  history,
  HOUR_TO_REPLY,
  PATH_OF_TWO,
  PETRA,
  zagreb,
  type History,
} from '#test/harness/core.ts';
import { replayed } from '#test/harness/pair.ts';

const at = (time: string) => zagreb(`2026-11-20 ${time}`);
const accepted = (messageId: number) => ({ type: 'accept_reply', messageId, authorId: PETRA }) as const;
const writes = (messageId: number, receivedAt: Instant) =>
  ({ type: 'receive', messageId, authorId: 1, kind: 'message', receivedAt }) as const;
const clock = (told: History, kind: ClockKind = 'next_reply') => told.ticket.clocks.find((each) => each.kind === kind);
const [first] = HOUR_TO_REPLY.targets;
const policy = { ...HOUR_TO_REPLY, targets: [first!, { ...first!, kind: 'next_reply' as const, warnPercents: [] }] };
const rules = config({ policy });

test('whoever writes waits since their message reached us, however late it is taken up', () => {
  const told = history(at('09:00'), { config: rules });
  told.at(at('09:05'), accepted(2));
  told.at(at('12:00'), writes(10, at('10:30')));
  expect(clock(told)).toMatchObject({ state: 'running', startedAt: at('10:30'), dueAt: at('11:30') });
  told.tick(at('12:01'));
  expect(clock(told)).toMatchObject({ breachedAt: at('11:30') });
  expect(told.ticket.watch.unanswered).toEqual([{ messageId: 10, at: at('10:30') }]);
  expect(replayed(told.log)).toEqual(told.ticket);
});

test('so is whoever writes first on a ticket that an agent opened, and whoever opens a solved one again', () => {
  const own = history(at('09:00'), { config: rules, open: { openedBy: 'agent' } });
  own.at(at('12:00'), writes(10, at('11:30')));
  expect(clock(own, 'first_reply')).toMatchObject({ startedAt: at('11:30'), dueAt: at('12:30') });

  const told = history(at('09:00'), { config: rules });
  told.at(at('09:05'), accepted(2));
  told.at(at('09:10'), { type: 'set_status', to: 'solved' }, PETRA);
  told.at(at('12:00'), writes(10, at('11:30')));
  expect(told.ticket.status).toBe('open');
  expect(clock(told)).toMatchObject({ startedAt: at('11:30'), dueAt: at('12:30') });
});

test('what reached us before an answer is owed since that answer, and nothing reaches us in the future', () => {
  const told = history(at('09:00'), { config: rules });
  told.at(at('09:05'), accepted(2));
  told.at(at('09:10'), writes(10, at('09:10')));
  told.at(at('09:40'), accepted(3));
  told.at(at('09:50'), writes(11, at('09:20')));
  expect(clock(told)).toMatchObject({ cycle: 2, startedAt: at('09:40') });
  told.at(at('10:00'), accepted(4));
  told.at(at('10:10'), writes(12, at('11:00')));
  expect(clock(told)).toMatchObject({ cycle: 3, startedAt: at('10:10') });
});

test('a target that a policy gains later has measured it since then as well', () => {
  const without = { ...HOUR_TO_REPLY, versionId: 201, targets: [{ ...first!, calendarVersionId: AROUND_THE_CLOCK }] };
  const slow = {
    ...policy,
    versionId: 202,
    targets: policy.targets.map((target) => ({ ...target, targetMs: every(9 * HOUR) })),
  };
  const told = history(at('09:00'), {
    config: config({ policies: [without, slow], path: PATH_OF_TWO }),
    open: { policyVersionId: without.versionId },
  });
  told.at(at('09:05'), accepted(2));
  told.at(at('12:00'), writes(10, at('10:30')));
  told.at(at('12:00') + MINUTE, { type: 'apply_policy', policyVersionId: slow.versionId });
  expect(clock(told)).toMatchObject({ state: 'running', startedAt: at('10:30') });
});

function every(targetMs: number) {
  return { S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs };
}
