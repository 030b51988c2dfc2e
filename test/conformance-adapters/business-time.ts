import {
  addOpenTime,
  compileCalendar,
  isOpen,
  nextOpen,
  openTimeBetween,
  resolveLocal,
  type BusinessHours,
  type CalendarDefinition,
} from '#core/sla/business-hours.ts';
import { MINUTE, SECOND, type Instant } from '#core/time.ts';
import type { Adapter } from '#test/conformance-adapters/conformance.ts';

export interface BusinessTimeCase {
  id: string;
  calendar: string;
  expected: Answer;
  op: 'add' | 'between' | 'isOpen' | 'nextOpen' | 'resolveLocal';
  input: Record<string, string | number>;
}

export interface BusinessTimeFile {
  calendars: Record<string, CalendarDefinition>;
  cases: BusinessTimeCase[];
}

type Answer = { at: string | null } | { seconds: number } | { open: boolean } | { error: string };

/** Asks what a business-time case asks, of the calendar it names. */
export const runBusinessTime: Adapter<BusinessTimeFile, BusinessTimeCase> = ({ calendars }, testCase) => {
  const expected = JSON.stringify(normalise(testCase.expected));
  const actual = JSON.stringify(answer(calendars, testCase));
  return actual === expected ? null : `expected ${expected}, got ${actual}`;
};

/** The same answer in one spelling, so that instants compare as instants. */
function normalise(expected: Answer): Answer {
  return 'at' in expected && expected.at !== null ? { ...expected, ...at(Date.parse(expected.at)) } : expected;
}

function at(instant: Instant | null): Answer {
  return { at: instant === null ? null : new Date(instant).toISOString() };
}

function answer(calendars: BusinessTimeFile['calendars'], { calendar, op, input }: BusinessTimeCase): Answer {
  const definition = calendars[calendar];
  if (!definition) throw new Error(`no calendar ${calendar}`);
  const compiled = compileCalendar(definition);
  if (!compiled.ok) return { error: compiled.refusal };
  return ask(compiled.calendar, op, input);
}

function ask(calendar: BusinessHours, op: BusinessTimeCase['op'], input: BusinessTimeCase['input']): Answer {
  const moment = (name: string): Instant => Date.parse(String(input[name]));
  switch (op) {
    case 'add': {
      // the cases count in minutes or seconds with fractions; rounding takes back only what the multiplication added
      const amount = 'minutes' in input ? Number(input['minutes']) * MINUTE : Number(input['seconds']) * SECOND;
      const added = addOpenTime(calendar, moment('start'), Math.round(amount));
      return added.ok ? at(added.at) : { error: added.refusal };
    }
    case 'between':
      return { seconds: openTimeBetween(calendar, moment('start'), moment('end')) / SECOND };
    case 'isOpen':
      return { open: isOpen(calendar, moment('at')) };
    case 'nextOpen':
      return at(nextOpen(calendar, moment('at')));
    case 'resolveLocal':
      return at(resolveLocal(calendar, Date.parse(`${input['wall']}Z`)));
  }
}
