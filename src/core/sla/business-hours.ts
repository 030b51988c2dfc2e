/** Business time: when it runs, how much of it passed, and when so much of it will have passed. */
export { addOpenTime } from './business-hours/add.ts';
export { openTimeBetween } from './business-hours/between.ts';
export type { BusinessHours } from './business-hours/calendar.ts';
export { compileCalendar } from './business-hours/compile.ts';
export type {
  CalendarDefinition,
  CalendarFault,
  InvalidCalendar,
  RowText,
  Weekday,
} from './business-hours/definition.ts';
export { isOpen, nextOpen } from './business-hours/open.ts';
export { resolveLocal } from './business-hours/resolve-local.ts';
export { openSpans, type OpenSpan } from './business-hours/spans.ts';
export type { WallTime } from './business-hours/zone.ts';
