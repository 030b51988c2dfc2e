import type { PersonId } from '#core/ids.ts';
import { mayHold } from '#core/people/roster.ts';
import type { Draft } from '#core/ticket/draft.ts';

/** The first of those who may have what is left of an escalation: nobody who is kept away, absent or gone; else null. */
export function heirOf({ ticket, context }: Draft, wanted: (PersonId | null)[]): PersonId | null {
  const isGone = (id: PersonId): boolean => context.facts.roster.some((each) => each.id === id && !mayHold(each));
  return wanted.find((id) => id !== null && !ticket.excludedIds.includes(id) && !isGone(id)) ?? null;
}
