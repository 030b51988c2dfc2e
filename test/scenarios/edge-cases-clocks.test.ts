import { describe, expect, test } from 'vitest';
import { addOpenTime, compileCalendar, openTimeBetween, type CalendarDefinition } from '#core/sla/business-hours.ts';
import type { Policy, Target } from '#core/sla/policy.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '#core/time.ts';
import {
  ANA,
  AROUND_THE_CLOCK,
  CALENDAR,
  config,
  history,
  HOUR_TO_REPLY,
  LEA,
  PETRA,
  SANJA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

const every = (targetMs: number) => ({ S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs });
const target = (given: Partial<Target> & Pick<Target, 'kind'>): Target => ({
  targetMs: every(HOUR),
  calendarVersionId: CALENDAR,
  pauseIn: [],
  warnPercents: [],
  ...given,
});
const promising = (...targets: Target[]): Policy => ({ ...HOUR_TO_REPLY, targets });
const FRIDAY = zagreb('2026-11-20 09:00');
const told = (targets: Target[], at: Instant = FRIDAY, more: Partial<Policy> = {}) =>
  history(at, { config: config({ policy: { ...promising(...targets), ...more } }) });
const clock = ({ ticket }: History, key: string) => ticket.clocks.find((each) => each.key === key);
const types = ({ log }: History) => log.map(({ event }) => event.type);
const count = (lived: History, type: TicketEvent['type']) => types(lived).filter((each) => each === type).length;
const accepted = (authorId = PETRA, messageId = 2) => ({ type: 'accept_reply', messageId, authorId }) as const;
const received = (messageId = 3) => ({ type: 'receive', messageId, authorId: ANA, kind: 'message' }) as const;
const firstReply = target({ kind: 'first_reply' });
const nextReply = target({ kind: 'next_reply' });
const resolution = target({ kind: 'resolution', pauseIn: ['waiting_on_customer'] });

describe('edge case 1', () => {
  test('a reply and a status in one save: the solving stops nothing that the reply has answered', () => {
    const lived = told([firstReply, resolution]);
    lived.at(FRIDAY + MINUTE, { type: 'reply', messageId: 2 }, PETRA);
    lived.at(FRIDAY + MINUTE, { type: 'set_status', to: 'solved' }, PETRA);
    lived.at(FRIDAY + MINUTE, { ...accepted(), writtenAt: FRIDAY + MINUTE });
    expect(clock(lived, 'first_reply')).toMatchObject({ state: 'stopped', outcome: 'met', stoppedBy: 'reply' });
    expect(clock(lived, 'resolution')).toMatchObject({ state: 'stopped', outcome: 'met', stoppedBy: 'solve' });
  });

  test('a reply at the very due instant is met, one millisecond later it is late', () => {
    for (const [after, outcome] of [
      [0, 'met'],
      [1, 'late'],
    ] as const) {
      const lived = told([firstReply]);
      lived.at(FRIDAY + HOUR + after, accepted());
      expect(clock(lived, 'first_reply')).toMatchObject({ outcome });
    }
  });

  test('due at closing time on Friday is due then, not on Monday', () => {
    const lived = told([firstReply], zagreb('2026-11-20 17:00'));
    expect(clock(lived, 'first_reply')).toMatchObject({ dueAt: zagreb('2026-11-20 18:00') });
    lived.tick(zagreb('2026-11-23 08:00'));
    expect(clock(lived, 'first_reply')).toMatchObject({ breachedAt: zagreb('2026-11-20 18:00') });
  });
});

test('edge case 2: the customer writes while the reply is being sent: the order of the log decides, not the time stamps', () => {
  const before = told([firstReply, nextReply]);
  before.at(FRIDAY + MINUTE, { type: 'reply', messageId: 2 }, PETRA);
  before.at(FRIDAY + 2 * MINUTE, received());
  before.at(FRIDAY + 2 * MINUTE, { ...accepted(), writtenAt: FRIDAY + MINUTE });
  expect(clock(before, 'next_reply')).toBeUndefined();
  const after = told([firstReply, nextReply]);
  after.at(FRIDAY + MINUTE, { type: 'reply', messageId: 2 }, PETRA);
  after.at(FRIDAY + 2 * MINUTE, { ...accepted(), writtenAt: FRIDAY + MINUTE });
  after.at(FRIDAY + 2 * MINUTE, received());
  expect(clock(after, 'next_reply')).toMatchObject({ state: 'running', startedAt: FRIDAY + 2 * MINUTE });
});

test('edge case 3: two agents reply in one second: the first answers, the second begins no stretch of its own', () => {
  const lived = told([firstReply, nextReply, target({ kind: 'update' })]);
  lived.at(FRIDAY + MINUTE, accepted(PETRA, 2));
  lived.at(FRIDAY + MINUTE + 500, accepted(LEA, 3));
  expect(clock(lived, 'first_reply')).toMatchObject({ stoppedAt: FRIDAY + MINUTE, outcome: 'met', cycle: 1 });
  expect(clock(lived, 'next_reply')).toBeUndefined();
  expect(clock(lived, 'update')).toMatchObject({ state: 'running', cycle: 2 });
  expect(count(lived, 'target_breached')).toBe(0);
});

test('edge case 4: a reply that bounces is taken back: the first reply goes on, and the time between counts', () => {
  const lived = told([firstReply]);
  lived.at(FRIDAY + 20 * MINUTE, accepted());
  lived.at(FRIDAY + 50 * MINUTE, { type: 'retract_reply', messageId: 2, authorId: PETRA, code: '550' });
  expect(clock(lived, 'first_reply')).toMatchObject({ state: 'running', cycle: 1, dueAt: FRIDAY + HOUR });
  lived.at(FRIDAY + 55 * MINUTE, accepted(PETRA, 3));
  expect(clock(lived, 'first_reply')).toMatchObject({ outcome: 'met', bankedMs: 55 * MINUTE });
});

test('edge case 5: a reply that waits or is undone stops nothing; the clock stops at the sending, not at the click', () => {
  const lived = told([firstReply]);
  lived.at(FRIDAY + MINUTE, { type: 'reply', messageId: 2 }, PETRA);
  expect(clock(lived, 'first_reply')).toMatchObject({ state: 'running' });
  lived.at(FRIDAY + MINUTE + 5 * SECOND, { type: 'withdraw_reply', messageId: 2, authorId: PETRA }, PETRA);
  expect(clock(lived, 'first_reply')).toMatchObject({ state: 'running' });
  lived.at(FRIDAY + 30 * MINUTE, { type: 'reply', messageId: 3 }, PETRA);
  lived.at(FRIDAY + 40 * MINUTE, accepted(PETRA, 3));
  expect(clock(lived, 'first_reply')).toMatchObject({ stoppedAt: FRIDAY + 40 * MINUTE });
});

test('edge case 6: a missed call is a message of the customer; a call given up in the queue leaves no verdict', () => {
  const lived = told([firstReply, nextReply, target({ kind: 'answer', targetMs: every(MINUTE) })]);
  lived.at(FRIDAY + MINUTE, accepted());
  lived.at(FRIDAY + HOUR, { type: 'offer_contact', messageId: 4 });
  expect(clock(lived, 'answer')).toMatchObject({ state: 'running' });
  lived.at(FRIDAY + HOUR + 4 * SECOND, { type: 'abandon_contact', messageId: 4 });
  expect(clock(lived, 'answer')).toMatchObject({ state: 'stopped', outcome: 'void', stoppedBy: 'abandoned' });
  expect(clock(lived, 'next_reply')).toBeUndefined();
  lived.at(FRIDAY + HOUR + 5 * SECOND, received(5));
  expect(clock(lived, 'next_reply')).toMatchObject({ state: 'running' });
});

test('edge case 11: what was missed stays missed when the ticket becomes important afterwards', () => {
  const lived = told([target({ kind: 'first_reply', targetMs: { ...every(HOUR), S1: 4 * HOUR } })]);
  lived.tick(FRIDAY + HOUR + 1);
  lived.at(FRIDAY + 2 * HOUR, { type: 'set_tags', tags: ['vip'] }, SANJA);
  lived.at(FRIDAY + 2 * HOUR, { type: 'set_severity', severity: 'S1' }, SANJA);
  expect(clock(lived, 'first_reply')).toMatchObject({ breachedAt: FRIDAY + HOUR, cycle: 1 });
  lived.tick(FRIDAY + 5 * HOUR);
  expect(count(lived, 'target_breached')).toBe(1);
});

/** As `config`, with the hours of the ticket in a second version. */
const withHours = (hours: CalendarDefinition, targets: Target[]) => {
  const compiled = compileCalendar(hours);
  if (!compiled.ok) throw new Error('the test calendar is invalid');
  const base = config({ policy: promising(...targets) });
  const changed = { kind: 'calendar', versionId: 501, name: 'Zagreb', hours: compiled.calendar } as const;
  return { ...base, calendar: (id: number) => (id === 501 ? changed : base.calendar(id)) };
};
const EIGHT_TO_SIX: [string, string][] = [['08:00', '18:00']];
const WEEK = { mon: EIGHT_TO_SIX, tue: EIGHT_TO_SIX, wed: EIGHT_TO_SIX, thu: EIGHT_TO_SIX, fri: EIGHT_TO_SIX };

test('edge case 13: a holiday added for today at noon: the morning counts by the old hours, the rest waits for the next day', () => {
  const hours = { timeZone: 'Europe/Zagreb', week: WEEK, holidays: ['2026-11-19'] };
  const opened = zagreb('2026-11-19 09:00');
  const targets = [target({ kind: 'resolution', targetMs: every(5 * HOUR) })];
  const lived = history(opened, { config: withHours(hours, targets) });
  lived.at(zagreb('2026-11-19 12:00'), { type: 'apply_calendar', calendarVersionId: 501 });
  expect(clock(lived, 'resolution')).toMatchObject({ bankedMs: 3 * HOUR, dueAt: zagreb('2026-11-20 10:00') });
});

test('edge case 15: a team that moves to another zone keeps what it used, and counts the rest there', () => {
  const hours = { timeZone: 'Asia/Manila', week: WEEK };
  const opened = zagreb('2026-11-19 09:00');
  const lived = history(opened, {
    config: withHours(hours, [target({ kind: 'resolution', targetMs: every(5 * HOUR) })]),
  });
  lived.at(zagreb('2026-11-19 12:00'), { type: 'apply_calendar', calendarVersionId: 501 });
  // 19:00 in Manila, closed: two hours are left for 8 o'clock of the next morning there
  expect(clock(lived, 'resolution')).toMatchObject({
    bankedMs: 3 * HOUR,
    dueAt: Date.parse('2026-11-20T10:00:00+08:00'),
  });
});

const compiled = (definition: CalendarDefinition) => {
  const made = compileCalendar(definition);
  if (!made.ok) throw new Error(JSON.stringify(made));
  return made.calendar;
};
const ROUND: [string, string][] = [['00:00', '24:00']];
const ALWAYS_LOCALLY = { mon: ROUND, tue: ROUND, wed: ROUND, thu: ROUND, fri: ROUND, sat: ROUND, sun: ROUND };

describe('edge case 17', () => {
  test.each([
    ['Samoa skipped 30 December 2011', 'Pacific/Apia', '2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z', 48],
    ['Lord Howe moves by half an hour', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z', '2026-04-05T13:00:00Z', 24],
    ['Manila has no summer time', 'Asia/Manila', '2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z', 48],
    ['Moscow stopped changing in 2011', 'Europe/Moscow', '2011-10-29T00:00:00Z', '2011-10-31T00:00:00Z', 48],
  ])('%s: what is open round the clock counts every hour that there was', (_, timeZone, from, to, hours) => {
    const calendar = compiled({ timeZone, week: ALWAYS_LOCALLY });
    expect(openTimeBetween(calendar, Date.parse(from), Date.parse(to))).toBe(hours * HOUR);
  });

  test('Zagreb and Rome have the same rules and other holidays', () => {
    const zagrebHours = compiled({
      timeZone: 'Europe/Zagreb',
      week: WEEK,
      holidays: ['2026-05-30', '2026-06-22'],
    });
    const rome = compiled({
      timeZone: 'Europe/Rome',
      week: WEEK,
      holidays: ['2026-06-02'],
    });
    const monday = Date.parse('2026-06-22T10:00:00+02:00');
    expect(addOpenTime(rome, monday, HOUR)).toEqual({ ok: true, at: monday + HOUR });
    expect(addOpenTime(zagrebHours, monday, HOUR)).toEqual({ ok: true, at: Date.parse('2026-06-23T09:00:00+02:00') });
  });
});

const ONE_HOUR: [string, string][] = [['12:00', '13:00']];

test('edge case 18: a calendar with one open hour a year finds it, and the one after', () => {
  const calendar = compiled({
    timeZone: 'Europe/Zagreb',
    week: {},
    overrides: Object.fromEntries([2026, 2027, 2028].map((year) => [`${year}-12-31`, ONE_HOUR])),
  });
  const start = zagreb('2026-01-01 00:00');
  expect(addOpenTime(calendar, start, HOUR)).toEqual({ ok: true, at: zagreb('2026-12-31 13:00') });
  expect(addOpenTime(calendar, start, HOUR + 1)).toEqual({ ok: true, at: Date.parse('2027-12-31T12:00:00+01:00') + 1 });
});

test('edge case 19: a minute and a year are targets like any other', () => {
  const lived = told([
    target({ kind: 'first_reply', targetMs: every(MINUTE) }),
    target({ kind: 'resolution', targetMs: every(365 * DAY), calendarVersionId: AROUND_THE_CLOCK }),
  ]);
  expect(clock(lived, 'first_reply')).toMatchObject({ dueAt: FRIDAY + MINUTE });
  expect(clock(lived, 'resolution')).toMatchObject({ dueAt: FRIDAY + 365 * DAY });
});

test('edge case 27: spam after the breach: it counts for nothing, and the breach stays in the log', () => {
  const lived = told([firstReply]);
  lived.tick(FRIDAY + HOUR + 1);
  lived.at(FRIDAY + 2 * HOUR, { type: 'close_as', as: 'spam' }, SANJA);
  expect(clock(lived, 'first_reply')).toMatchObject({ outcome: 'void', stoppedBy: 'spam', breachedAt: FRIDAY + HOUR });
  expect(count(lived, 'target_breached')).toBe(1);
  expect(lived.ticket).toMatchObject({ status: 'closed', closedAs: 'spam' });
});

test('edge case 29: two years later a message reopens nothing: the ticket closed when its window ended', () => {
  const lived = told([firstReply, resolution], FRIDAY, { closesAfterMs: 30 * DAY });
  lived.at(FRIDAY + MINUTE, accepted());
  lived.at(FRIDAY + HOUR, { type: 'set_status', to: 'solved' }, PETRA);
  const decision = lived.at(FRIDAY + 730 * DAY, received());
  expect(decision).toMatchObject({ ok: false, refusal: 'ticket_closed' });
  lived.tick(FRIDAY + 730 * DAY);
  expect(lived.ticket.status).toBe('closed');
  expect(count(lived, 'target_breached')).toBe(0);
  // a policy that says nothing gives thirty days
  const silent = told([firstReply], FRIDAY);
  silent.at(FRIDAY + HOUR, { type: 'set_status', to: 'solved' }, PETRA);
  expect(silent.ticket).toMatchObject({ closesAt: FRIDAY + HOUR + 30 * DAY });
  // within the window it is the same matter
  const within = told([firstReply, resolution], FRIDAY, { closesAfterMs: 30 * DAY });
  within.at(FRIDAY + HOUR, { type: 'set_status', to: 'solved' }, PETRA);
  within.at(FRIDAY + 29 * DAY, received());
  expect(within.ticket.status).toBe('open');
});

test('edge case 30: bounces and automatic answers, however many, start, stop, reopen and escalate nothing', () => {
  const lived = told([firstReply, nextReply, resolution]);
  lived.at(FRIDAY + MINUTE, accepted());
  lived.at(FRIDAY + HOUR, { type: 'set_status', to: 'solved' }, PETRA);
  const before = lived.ticket;
  for (let round = 1; round <= 50; round += 1) {
    const kind = round % 2 === 0 ? 'bounce' : 'auto_reply';
    lived.at(FRIDAY + HOUR + round * SECOND, { type: 'receive', messageId: 10 + round, authorId: null, kind });
  }
  const { clocks, status, escalations } = lived.ticket;
  expect({ clocks, status, escalations }).toEqual({
    clocks: before.clocks,
    status: before.status,
    escalations: before.escalations,
  });
});

test('edge case 33: two waiting parties: to wait for a supplier does not pause what only waits for the customer', () => {
  const lived = told([resolution, target({ kind: 'agent_work', pauseIn: ['waiting_on_customer', 'on_hold'] })]);
  lived.at(FRIDAY + MINUTE, { type: 'set_status', to: 'on_hold' }, PETRA);
  expect(clock(lived, 'resolution')).toMatchObject({ state: 'running' });
  expect(clock(lived, 'agent_work')).toMatchObject({ state: 'paused' });
  lived.at(FRIDAY + 2 * MINUTE, { type: 'set_status', to: 'waiting_on_customer' }, PETRA);
  expect(clock(lived, 'resolution')).toMatchObject({ state: 'paused' });
});

test('edge case 35: following the sun: the customer’s clock counts all hours of all teams, the owner’s those of the team', () => {
  const lived = told(
    [
      target({ kind: 'resolution', targetMs: every(12 * HOUR), calendarVersionId: AROUND_THE_CLOCK }),
      target({ kind: 'owner', targetMs: every(2 * HOUR) }),
    ],
    zagreb('2026-11-20 17:00'),
  );
  expect(clock(lived, 'resolution')).toMatchObject({ dueAt: zagreb('2026-11-21 05:00') });
  expect(clock(lived, 'owner')).toMatchObject({ dueAt: zagreb('2026-11-23 09:00') });
  lived.at(zagreb('2026-11-20 18:00'), { type: 'assign', assigneeId: LEA, teamId: 2 }, SANJA);
  expect(clock(lived, 'owner')).toMatchObject({ cycle: 2, dueAt: zagreb('2026-11-23 10:00') });
  expect(clock(lived, 'resolution')).toMatchObject({ cycle: 1, dueAt: zagreb('2026-11-21 05:00') });
});
