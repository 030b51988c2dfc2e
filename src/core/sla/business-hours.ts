/** Business time: when it runs, how much of it passed, and when so much of it will have passed. */
export { addOpenTime } from '#core/sla/business-hours/add.ts';
export { openTimeBetween } from '#core/sla/business-hours/between.ts';
export type { BusinessHours } from '#core/sla/business-hours/calendar.ts';
export { compileCalendar } from '#core/sla/business-hours/compile.ts';
export type { CalendarDefinition, RowText } from '#core/sla/business-hours/definition.ts';
export { isOpen, nextOpen } from '#core/sla/business-hours/open.ts';
export { resolveLocal } from '#core/sla/business-hours/resolve-local.ts';
export { openSpans } from '#core/sla/business-hours/spans.ts';
export { findZone, resolveWall } from '#core/sla/business-hours/zone.ts';
