import { z } from 'zod';
import { channel, id, instant, language, personRef, role, teamRef } from './common.ts';

/** A name of the IANA list, such as Europe/Zagreb. */
export const timeZone = z
  .string()
  .min(1)
  .max(60)
  .refine((name) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
    } catch {
      return false;
    }
  }, 'unknown_time_zone')
  .meta({ examples: ['Europe/Zagreb'] });

/** What a person may change about themselves. */
export const changeMe = z.object({ language: language.optional(), timeZone: timeZone.optional() });
export type ChangeMe = z.input<typeof changeMe>;

const skill = z.object({
  name: z.string().trim().min(1).max(60),
  /** 1 has learnt it, 2 does it every day, 3 teaches it. */
  level: z.number().int().min(1).max(3),
});
const skills = z.array(skill).max(50);
/** Languages a person answers in, beside their own. */
const speaks = z.array(language).max(6);

/** The most tickets of a channel somebody holds at once; a channel that is not named has no limit. */
const capacity = z.partialRecord(channel, z.number().int().min(0).max(1_000));
/** How somebody is told, and how long each way waits; none = at once, in every way there is. */
const notifications = z
  .array(
    z.strictObject({ method: z.enum(['app', 'mail']), afterMs: z.number().int().min(0).max(86_400_000).default(0) }),
  )
  .max(2);

/** A colleague or a program, in full. */
export const personDetail = z.object({
  id: z.number().int(),
  name: z.string(),
  email: z.string().nullable(),
  role,
  tier: z.number().int().nullable(),
  language,
  timeZone: z.string(),
  active: z.boolean(),
  /** Has a log-in; a program has none. */
  signsIn: z.boolean(),
  teams: z.array(teamRef.extend({ leads: z.boolean() })),
  skills: z.array(skill),
  speaks: z.array(language),
  /** Whom they report to. */
  managerId: z.number().int().nullable(),
  capacity,
  notifications,
});
export type PersonDetail = z.infer<typeof personDetail>;

export const personList = z.object({ items: z.array(personDetail), nextCursor: z.string().nullable() });
export type PersonList = z.infer<typeof personList>;

const name = z.string().trim().min(1).max(200);
const staffRole = role.exclude(['customer']);
const tier = z.number().int().min(1).max(9).nullable();
const memberships = z.array(z.strictObject({ id, leads: z.boolean().default(false) })).max(100);

export const createPerson = z.object({
  name,
  /** null for a program; a colleague needs one to be told of anything. */
  email: z.email().trim().toLowerCase().max(254).nullable(),
  role: staffRole,
  tier: tier.default(null),
  language: language.default('en'),
  timeZone: timeZone.default('UTC'),
  teams: memberships.default([]),
  skills: skills.default([]),
  speaks: speaks.default([]),
  /** Makes a log-in; its password is in the answer, once. */
  signsIn: z.boolean().default(false),
});
export type CreatePerson = z.input<typeof createPerson>;

export const createdPerson = personDetail.extend({ password: z.string().nullable() });
export type CreatedPerson = z.infer<typeof createdPerson>;

/** What is left out stays. `active: false` ends sessions and keys and gives open tickets back to their teams. */
export const changePerson = z.object({
  name: name.optional(),
  role: staffRole.optional(),
  tier: tier.optional(),
  language: language.optional(),
  timeZone: timeZone.optional(),
  /** All teams the person is in from now on. */
  teams: memberships.optional(),
  /** All skills the person has from now on. */
  skills: skills.optional(),
  speaks: speaks.optional(),
  managerId: id.nullable().optional(),
  /** All limits from now on. */
  capacity: capacity.optional(),
  notifications: notifications.optional(),
  active: z.boolean().optional(),
});
export type ChangePerson = z.input<typeof changePerson>;

export const teamDetail = teamRef.extend({
  members: z.array(z.object({ person: personRef, leads: z.boolean() })),
  mailboxes: z.array(z.object({ id: z.number().int(), address: z.string() })),
});
export type TeamDetail = z.infer<typeof teamDetail>;
export const teamList = z.object({ items: z.array(teamDetail) });
export type TeamList = z.infer<typeof teamList>;

const members = z.array(z.strictObject({ personId: id, leads: z.boolean().default(false) })).max(1_000);
export const createTeam = z.object({ name, members: members.default([]) });
export type CreateTeam = z.input<typeof createTeam>;
/** What is left out stays; `members` are all members from now on. */
export const changeTeam = z.object({ name: name.optional(), members: members.optional() });
export type ChangeTeam = z.input<typeof changeTeam>;

/** Somebody who asks. */
export const requester = z.object({
  id: z.number().int(),
  name: z.string(),
  email: z.string().nullable(),
  language,
  timeZone: z.string(),
  organisation: z.object({ id: z.number().int(), name: z.string() }).nullable(),
  createdAt: instant,
});
export type Requester = z.infer<typeof requester>;

export const requesterDetail = requester.extend({
  /** Since when what concerns them must be kept; null = nothing says so. */
  legalHoldAt: instant.nullable(),
  /** Since when they are forgotten: name, address and words are gone, figures stay. */
  erasedAt: instant.nullable(),
  /** Of those the caller sees; counted up to 1,000. */
  tickets: z.object({ open: z.number().int(), all: z.number().int() }),
});
export type RequesterDetail = z.infer<typeof requesterDetail>;

/** A page may be short, even empty, before the last: go on until `nextCursor` is null. */
export const requesterPage = z.object({ items: z.array(requester), nextCursor: z.string().nullable() });
export type RequesterPage = z.infer<typeof requesterPage>;
