/** Ids are database integers below 2^53; the names keep them from being mixed up while reading. */
export type TicketId = number;
export type PersonId = number;
export type TeamId = number;
export type OrganisationId = number;
export type MessageId = number;

/** Names one immutable version of a calendar, policy or path. It is never edited while a row names it. */
export type VersionId = number;

/** A list of shifts: a team's working hours, or who is on duty for something. */
export type DutyListId = number;
export type SkillId = number;
