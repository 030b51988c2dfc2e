import { expect, test } from 'vitest';
import type { Path } from '#core/escalation/path.ts';
import { compileCalendar } from '#core/sla/business-hours.ts';
import type { Config } from '#core/ticket/context.ts';
import { dueAt } from '#core/ticket/due.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { config, history, HOUR_TO_REPLY, IVANA, MARKO, PATH_OF_TWO, PETRA, type History } from '#test/harness/core.ts';
import { replayed } from '#test/harness/pair.ts';

const DAY_ROWS: [string, string][] = [['08:00', '18:00']];
const hoursIn = (timeZone: string) => {
  const each = { mon: DAY_ROWS, tue: DAY_ROWS, wed: DAY_ROWS, thu: DAY_ROWS, fri: DAY_ROWS };
  const compiled = compileCalendar({ timeZone, week: { ...each, sat: DAY_ROWS, sun: DAY_ROWS } });
  if (!compiled.ok) throw new Error('the test calendar is invalid');
  return compiled.calendar;
};

// A country goes to summer time after all, in the night to 2025-03-30: until then both are the same.
const [BELIEVED, KNOWN] = ['Etc/GMT-1', 'Europe/Zagreb'];
const EVENING = Date.parse('2025-03-29T17:00:00+01:00');
const LOCAL = (time: string): Instant => Date.parse(`2025-03-30T${time}:00+02:00`);

/** A desk whose hours were read as believed before, and as they are known since `renew`. */
function desk(changes: Partial<Path> = {}): { told: History; renew(): void } {
  const path = { ...PATH_OF_TWO, ...changes };
  const base = config({ policy: { ...HOUR_TO_REPLY, targets: [] }, path });
  const zone = { name: BELIEVED, data: '2024a' };
  const rules: Config = {
    ...base,
    calendar: (versionId) => ({ kind: 'calendar', versionId, name: 'Local', hours: hoursIn(zone.name) }),
    get zoneData() {
      return zone.data;
    },
  };
  return {
    told: history(EVENING, { config: rules }),
    renew: () => void Object.assign(zone, { name: KNOWN, data: '2025b' }),
  };
}
const TWO_HOURS = PATH_OF_TWO.steps.map((step) => ({ ...step, waitMs: 2 * HOUR }));
const raise = { type: 'escalate', firing: null, reason: 'skill', messageId: null } as const;
const rezone = { type: 'recheck', cause: 'zone_data' } as const;
/** The same life under the rules as they are, from the beginning. */
const known = (changes: Partial<Path>, live: (told: History) => void): History => {
  const { told, renew } = desk(changes);
  renew();
  live(told);
  return told;
};
const NIGHT = EVENING + 6 * HOUR;

/** Lives under the rules as they were believed, learns better in the night, and stands then as though it had known. */
function isAsKnown(changes: Partial<Path>, live: (told: History) => void): History {
  const { told, renew } = desk(changes);
  live(told);
  const before = told.ticket;
  renew();
  expect(told.at(NIGHT, rezone)).toMatchObject({ ok: true, events: [{ type: 'moments_rezoned', zoneData: '2025b' }] });
  const wanted = known(changes, live).ticket;
  const parts = ({ escalations, legs, approvals }: typeof before) => ({ escalations, legs, approvals });
  expect(parts(told.ticket)).toEqual(parts(wanted));
  expect(parts(before)).not.toEqual(parts(wanted));
  expect(told.at(NIGHT, rezone)).toMatchObject({ ok: true, events: [] });
  expect(replayed(told.log)).toEqual(told.ticket);
  return told;
}

test('a step that waits working hours is called when those are over by the new rules', () => {
  const told = isAsKnown({ steps: TWO_HOURS }, (life) => {
    life.at(EVENING + HOUR, raise, PETRA);
  });
  expect(told.ticket.escalations).toMatchObject([{ nextAt: LOCAL('10:00') }]);
  expect(dueAt(told.ticket)).toBe(LOCAL('10:00'));
  told.tick(LOCAL('10:00'));
  expect(told.ticket.escalations).toMatchObject([{ stepIndex: 1 }]);
});

test('so is one whose silence has ended', () => {
  isAsKnown({ steps: TWO_HOURS }, (life) => {
    life.at(EVENING + 10 * MINUTE, raise, PETRA);
    life.at(EVENING + 20 * MINUTE, { type: 'silence', escalationId: 1, lengthMs: 30 * MINUTE }, PETRA);
    life.tick(EVENING + 50 * MINUTE);
  });
});

test('a wait by the wall clock, and one that new rules do not touch, stay', () => {
  const wall = TWO_HOURS.map((step) => ({ ...step, waitMs: 15 * HOUR, waitIn: 'wall' as const }));
  for (const steps of [wall, PATH_OF_TWO.steps]) {
    const { told, renew } = desk({ steps });
    told.at(EVENING, raise, PETRA);
    renew();
    expect(told.at(EVENING + MINUTE, rezone)).toMatchObject({ ok: true, events: [] });
  }
});

test('whoever holds a climb is reminded and loses it by the new rules, before and after the reminder', () => {
  const loan = { loanIn: 'business' as const, remindAfterMs: 2 * HOUR, confirmWithinMs: HOUR };
  const takes = (life: History) => {
    life.at(EVENING + 30 * MINUTE, raise, PETRA);
    life.at(EVENING + 40 * MINUTE, { type: 'acknowledge', escalationId: 1 }, MARKO);
  };
  const told = isAsKnown(loan, takes);
  expect(told.ticket.escalations).toMatchObject([{ remindAt: LOCAL('09:40'), confirmBy: LOCAL('10:40') }]);
  isAsKnown({ ...loan, remindAfterMs: 10 * MINUTE }, (life) => {
    takes(life);
    life.tick(EVENING + 50 * MINUTE);
  });
});

test('parts handed to others, offered, held or reminded of, and approvals wait by the new rules', () => {
  const hands = (legMs: object) =>
    ({
      type: 'open_leg',
      target: { type: 'person', personId: MARKO },
      direction: 'functional',
      reason: 'skill',
      messageId: null,
      ...legMs,
    }) as const;
  isAsKnown({}, (life) => void life.at(EVENING, hands({ acceptMs: 2 * HOUR }), PETRA));
  isAsKnown({}, (life) => {
    life.at(EVENING, hands({ doMs: 3 * HOUR }), PETRA);
    life.at(EVENING + MINUTE, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  });
  isAsKnown({}, (life) => {
    life.at(EVENING, hands({ doMs: 30 * MINUTE }), PETRA);
    life.at(EVENING + MINUTE, { type: 'acknowledge_leg', legId: 1 }, MARKO);
    life.tick(EVENING + 31 * MINUTE);
  });
  const told = isAsKnown({}, (life) => {
    const approvers = [{ type: 'person' as const, personId: IVANA }];
    life.at(EVENING, { type: 'ask_approval', approvers, rule: 'all', amount: null, messageId: null }, PETRA);
  });
  expect(told.ticket.approvals[0]?.seats).toMatchObject([{ decideBy: LOCAL('11:00') }]);
});

test('what would be over by the new rules is due at once, and an instant that was told stays', () => {
  const { told, renew } = desk({ steps: TWO_HOURS });
  told.at(EVENING, raise, PETRA);
  told.at(EVENING, { type: 'ask_question', messageId: 10, answerMs: 4 * HOUR, holds: false }, PETRA);
  told.at(EVENING, { type: 'snooze', until: LOCAL('09:00') + DAY }, PETRA);
  const { questions, snooze } = told.ticket;
  renew();
  const now = LOCAL('09:30');
  told.at(now, rezone);
  expect(told.ticket.escalations).toMatchObject([{ nextAt: now }]);
  expect(told.ticket).toMatchObject({ questions, snooze });
});
