import { expect, test } from 'vitest';
import { compileCalendar } from '#core/sla/business-hours.ts';
import type { Target } from '#core/sla/policy.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import {
  ANA,
  AROUND_THE_CLOCK,
  CALENDAR,
  config,
  history,
  HOUR_TO_REPLY,
  PETRA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

const each = (targetMs: number) => ({ S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs });
const target = (given: Partial<Target> & Pick<Target, 'kind'>): Target => ({
  targetMs: each(HOUR),
  calendarVersionId: CALENDAR,
  pauseIn: [],
  warnPercents: [],
  ...given,
});
const [nextReply, resolution] = [target({ kind: 'next_reply' }), target({ kind: 'resolution' })];
const clock = ({ ticket }: History, key: string) => ticket.clocks.find((one) => one.key === key);

/** Since nine on a Thursday; a later version of its hours, 501, has a holiday on that day. */
const lives = (targets: Target[]): History => {
  const day: [string, string][] = [['08:00', '18:00']];
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day };
  const hours = compileCalendar({ timeZone: 'Europe/Zagreb', week, holidays: ['2026-11-19'] });
  if (!hours.ok) throw new Error('the test calendar is invalid');
  const base = config({ policy: { ...HOUR_TO_REPLY, targets } });
  const later = { kind: 'calendar', versionId: 501, name: 'Zagreb', hours: hours.calendar } as const;
  const calendar: typeof base.calendar = (id) => (id === 501 ? later : base.calendar(id));
  return history(zagreb('2026-11-19 09:00'), { config: { ...base, calendar } });
};

test('a later version of one calendar moves what counts by it, now and later, and nothing else', () => {
  const targets = [
    target({ kind: 'first_reply', calendarVersionId: AROUND_THE_CLOCK, targetMs: each(5 * HOUR) }),
    target({ kind: 'resolution', targetMs: each(5 * HOUR) }),
    nextReply,
  ];
  const lived = lives(targets);
  const noon = zagreb('2026-11-19 12:00');
  const renew = { type: 'apply_calendar', calendarVersionId: 501, renews: true } as const;
  lived.at(noon, renew);
  expect(clock(lived, 'resolution')).toMatchObject({ bankedMs: 3 * HOUR, dueAt: zagreb('2026-11-20 10:00') });
  expect(clock(lived, 'first_reply')).toMatchObject({
    calendarVersionId: AROUND_THE_CLOCK,
    dueAt: zagreb('2026-11-19 14:00'),
  });
  expect(lived.at(noon, renew)).toMatchObject({ ok: false, refusal: 'same_calendar' });
  // one that begins afterwards counts by it, also under a policy that names the earlier version
  lived.at(noon + MINUTE, { type: 'accept_reply', messageId: 2, authorId: PETRA });
  lived.at(noon + HOUR, { type: 'receive', messageId: 3, authorId: ANA, kind: 'message' });
  expect(clock(lived, 'next_reply')).toMatchObject({ calendarVersionId: 501, dueAt: zagreb('2026-11-20 09:00') });
});

test('hours that change at the very instant at which a target is used up are what it was missed by', () => {
  const lived = lives([resolution]);
  const due = zagreb('2026-11-19 10:00');
  lived.at(due, { type: 'apply_calendar', calendarVersionId: 501 });
  expect(clock(lived, 'resolution')).toMatchObject({ breachedAt: due, breachCause: 'calendar_change' });
});
