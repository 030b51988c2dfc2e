import { z } from 'zod';
import { idInUrl, instant, personRef } from './common.ts';

/** What somebody does at a ticket; who replies has a soft claim to it. */
export const PRESENCE_MODES = ['viewing', 'replying', 'noting'] as const;
export const presenceMode = z.enum(PRESENCE_MODES);
export type PresenceMode = z.infer<typeof presenceMode>;

/** Said on coming, at each change and about every 20 s; what is not said again is over after 45 s. */
export const presencePut = z.object({
  mode: presenceMode,
  /** How long the writer has not typed: a claim to reply or note ends after three minutes, and they only look on. */
  idleMs: z.number().int().min(0).default(0),
});
export type PresencePut = z.input<typeof presencePut>;

/** Who is at a ticket, in the order they came. SSE event `presence`, for those who may see the ticket. */
export const presence = z.object({
  ticketId: z.number().int(),
  people: z.array(z.object({ person: personRef, mode: presenceMode, since: instant })),
});
export type Presence = z.infer<typeof presence>;

/** `?ticketIds=1&ticketIds=2`, at most 100; those out of sight are left out, as are those where nobody is. */
export const presenceQuery = z.object({
  ticketIds: z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(idInUrl).min(1).max(100)),
});
export const presenceList = z.object({ items: z.array(presence) });
export type PresenceList = z.infer<typeof presenceList>;
