import { z } from 'zod';
import { ROLES } from '#core/people/roles.ts';
import { CHANNELS, LANGUAGES, SEVERITIES, STATUSES } from '#core/ticket/ticket.ts';

export const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
/** The same where everything is text: in a path or a query. In a body `true` is nobody's number. */
export const idInUrl = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** Milliseconds since 1970 UTC: instants travel as numbers and are only rendered by the client. */
export const instant = z.number().int();

/** An instant that a caller names: until the end of the year 9999, which the database can hold. */
export const moment = z.number().int().min(0).max(253_402_300_799_000);

export const role = z.enum(ROLES);
export const severity = z.enum(SEVERITIES);
export const status = z.enum(STATUSES);
export const channel = z.enum(CHANNELS);
export const language = z.enum(LANGUAGES);

export const personRef = z.object({ id: z.number().int(), name: z.string(), role });
export type PersonRef = z.infer<typeof personRef>;

export const teamRef = z.object({ id: z.number().int(), name: z.string() });
export type TeamRef = z.infer<typeof teamRef>;
