import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#core/time.ts';
import { config, history, HOUR_TO_REPLY, PETRA, zagreb, type History } from '#test/harness/core.ts';

const at = (time: string) => zagreb(`2026-11-20 ${time}`);
const accepted = (messageId: number) => ({ type: 'accept_reply', messageId, authorId: PETRA }) as const;
const back = (messageId: number) => ({ type: 'retract_reply', messageId, authorId: PETRA, code: 'bounced' }) as const;
const clock = (told: History, kind = 'first_reply') => told.ticket.clocks.find((each) => each.kind === kind);

test('a reply that comes back answered nobody: the same cycle goes on and the time between counts', () => {
  const told = history(at('09:00'));
  told.at(at('09:10'), accepted(2));
  expect(clock(told)).toMatchObject({ state: 'stopped', outcome: 'met' });
  told.at(at('09:30'), back(2));
  expect(clock(told)).toMatchObject({ state: 'running', cycle: 1, dueAt: at('10:00'), breachedAt: null });
  told.at(at('10:00'), accepted(3));
  expect(clock(told)).toMatchObject({ state: 'stopped', outcome: 'met', bankedMs: HOUR });
});

test('a due moment that passed meanwhile was missed then, and somebody is called for it', () => {
  const told = history(at('09:00'));
  told.at(at('09:10'), accepted(2));
  told.at(at('11:00'), back(2));
  expect(clock(told)).toMatchObject({ state: 'running', breachedAt: at('10:00'), breachCause: 'undelivered' });
  expect(told.ticket.escalations).toMatchObject([{ status: 'climbing' }]);
});

test('a ticket that was solved with a reply opens again when that reply comes back', () => {
  const told = history(at('09:00'));
  told.at(at('09:10'), accepted(2));
  told.at(at('09:10'), { type: 'set_status', to: 'solved' }, PETRA);
  told.at(at('09:40'), back(2));
  expect(told.ticket.status).toBe('open');
  expect(clock(told)).toMatchObject({ state: 'running', dueAt: at('10:00') });
});

test('a later answer that did arrive ends the stretch where it was taken', () => {
  const told = history(at('09:00'));
  told.at(at('09:10'), accepted(2));
  told.at(at('10:20'), accepted(3));
  told.at(at('10:30'), back(2));
  expect(clock(told)).toMatchObject({
    state: 'stopped',
    stoppedAt: at('10:20'),
    outcome: 'late',
    breachedAt: at('10:00'),
  });
  expect(clock(told)).toMatchObject({ breachCause: 'undelivered', bankedMs: 80 * MINUTE });
  expect(told.ticket.status).toBe('new');
});

test('a stretch that a later message began goes on, whatever earlier answer comes back', () => {
  const [first] = HOUR_TO_REPLY.targets;
  const policy = { ...HOUR_TO_REPLY, targets: [first!, { ...first!, kind: 'next_reply' as const, warnPercents: [] }] };
  const told = history(at('09:00'), { config: config({ policy }) });
  const writes = (messageId: number) => ({ type: 'receive', messageId, authorId: 1, kind: 'message' }) as const;
  told.at(at('09:05'), accepted(2));
  told.at(at('09:10'), writes(10));
  told.at(at('09:15'), accepted(3));
  told.at(at('09:20'), writes(11));
  told.at(at('09:25'), accepted(4));
  told.at(at('09:30'), writes(12));
  told.at(at('09:35'), back(3));
  expect(clock(told, 'next_reply')).toMatchObject({ state: 'running', startedAt: at('09:30'), dueAt: at('10:30') });
});

test('what never was taken is not taken back, and nothing comes back twice', () => {
  const told = history(at('09:00'));
  expect(told.at(at('09:05'), back(2))).toMatchObject({ refusal: 'not_accepted' });
  told.at(at('09:10'), accepted(2));
  told.at(at('09:20'), back(2));
  expect(told.at(at('09:25'), back(2))).toMatchObject({ ok: true, events: [] });
  expect(told.ticket.answers).toBe(0);
});

test('the promise of a next update that an undelivered reply made is none; the one before goes on', () => {
  const [first] = HOUR_TO_REPLY.targets;
  const policy = { ...HOUR_TO_REPLY, targets: [first!, { ...first!, kind: 'update' as const, warnPercents: [] }] };
  const told = history(at('09:00'), { config: config({ policy }) });
  told.at(at('09:10'), accepted(2));
  told.at(at('09:30'), accepted(3));
  expect(clock(told, 'update')).toMatchObject({ cycle: 2, dueAt: at('10:30') });
  told.at(at('09:40'), back(3));
  expect(clock(told, 'update')).toMatchObject({ state: 'running', cycle: 1, dueAt: at('10:10') });
  told.at(at('09:45'), back(2));
  expect(clock(told, 'update')).toBeUndefined();
  expect(clock(told)).toMatchObject({ state: 'running', dueAt: at('10:00') });
});
