import { z } from 'zod';
import { id, instant, moment, personRef, teamRef } from './common.ts';
import { timeZone } from './people.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** "HH:MM" by the clocks of the list's zone; a shift may end at "24:00". */
const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)
  .meta({ examples: ['08:00'] });

/** One shift: every week on a weekday, or once on a date. A night is two: until 24:00, and from 00:00 the day after. */
const shift = z
  .strictObject({
    personId: id,
    weekday: z.enum(WEEKDAYS).nullable().default(null),
    date: z.iso.date().nullable().default(null),
    opens: timeOfDay,
    closes: timeOfDay,
  })
  .refine(({ weekday, date }) => (weekday === null) !== (date === null), {
    error: 'weekday_or_date',
    path: ['weekday'],
  })
  .refine(({ opens, closes }) => opens < closes, { error: 'ends_before_it_starts', path: ['closes'] });
export type ShiftOnWire = z.infer<typeof shift>;

const name = z.string().trim().min(1).max(200);
const shifts = z.array(shift).max(2_000);

/** A list of shifts. With a team it is its members' working hours; without one, who is on duty for something. */
export const dutyList = z.object({
  id: z.number().int(),
  name: z.string(),
  timeZone: z.string(),
  team: teamRef.nullable(),
  shifts: z.array(
    z.object({
      person: personRef,
      weekday: z.enum(WEEKDAYS).nullable(),
      date: z.string().nullable(),
      opens: z.string(),
      closes: z.string(),
    }),
  ),
});
export type DutyList = z.infer<typeof dutyList>;
export const dutyLists = z.object({ items: z.array(dutyList) });
export type DutyLists = z.infer<typeof dutyLists>;

export const createDutyList = z.object({
  name,
  timeZone,
  teamId: id.nullable().default(null),
  shifts: shifts.default([]),
});
export type CreateDutyList = z.input<typeof createDutyList>;
/** What is left out stays; `shifts` are all shifts from now on. */
export const changeDutyList = z.object({
  name: name.optional(),
  timeZone: timeZone.optional(),
  shifts: shifts.optional(),
});
export type ChangeDutyList = z.input<typeof changeDutyList>;

export const ABSENCE_REASONS = ['holiday', 'sick', 'training', 'other'] as const;

/** Somebody is away: nothing is given to them, no step calls them, and what they hold goes to who stands in. */
export const absence = z.object({
  id: z.number().int(),
  person: personRef,
  from: instant,
  until: instant,
  reason: z.enum(ABSENCE_REASONS),
  standIn: personRef.nullable(),
});
export type Absence = z.infer<typeof absence>;
/** Those that have not ended, the earliest first; at most 1,000. */
export const absenceList = z.object({ items: z.array(absence) });
export type AbsenceList = z.infer<typeof absenceList>;

export const createAbsence = z
  .object({
    /** Whose; oneself when left out. */
    personId: id.optional(),
    from: moment,
    until: moment,
    reason: z.enum(ABSENCE_REASONS).default('other'),
    standInId: id.nullable().default(null),
  })
  .refine(({ from, until }) => from < until, { error: 'ends_before_it_starts', path: ['until'] });
export type CreateAbsence = z.input<typeof createAbsence>;
