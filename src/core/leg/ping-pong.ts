import type { PersonId } from '#core/ids.ts';
import { ACCEPT_MS, DO_MS, MOST_LEGS } from '#core/leg/leg.ts';
import { inBusiness } from '#core/leg/leg-time.ts';
import type { Carrier, Pass } from '#core/leg/passes.ts';
import { superiorOf } from '#core/leg/superior.ts';
import type { Draft } from '#core/ticket/draft.ts';

/** So many changes of hands without a word in between are too many. */
export const MOST_HOPS = 3;

/** Whether what was given away came back, or went on and on, with nothing said in between. */
export function isPingPong(passes: readonly Pass[]): boolean {
  const hops = passes.filter(({ kind }) => kind !== 'arrived');
  if (hops.length >= MOST_HOPS && new Set(hops.map(({ by }) => by)).size > 1) return true;
  const [before, last] = hops.filter(({ kind }) => kind === 'on').slice(-2);
  if (before === undefined || last === undefined || before.by === last.by) return false;
  return isSame(before.to, last.from, last) && isSame(before.from, last.to, last);
}

/** Between teams it matters which team has it, within one which person. */
function isSame(one: Carrier, other: Carrier, { from, to }: Pass): boolean {
  if (from.teamId !== to.teamId) return one.teamId === other.teamId;
  return one.personId !== null && one.personId === other.personId;
}

/**
 * A ticket that is only handed to and fro goes up to whoever stands above all of them: that person is asked for a
 * decision, once, until somebody says something new. Never for a part that was asked for, or answered, with words.
 */
export function raisePingPong(draft: Draft): undefined {
  const { ticket, context } = draft;
  if (context.imported === true || ticket.status === 'closed' || !isPingPong(ticket.watch.passes)) return undefined;
  const open = ticket.legs.filter(({ status }) => status !== 'ended');
  if (open.length >= MOST_LEGS || open.some(({ reason }) => reason === 'ping_pong')) return undefined;
  const told = superiorOf(involvedIn(ticket.watch.passes), ticket, context.facts.roster, []);
  if (told.length === 0) return undefined;
  draft.emit({
    type: 'leg_offered',
    legId: ticket.legs.length + 1,
    by: null,
    direction: 'hierarchical',
    target: { type: 'superior' },
    told,
    reason: 'ping_pong',
    messageId: null,
    acceptMs: ACCEPT_MS,
    doMs: DO_MS,
    acceptBy: inBusiness(draft, ACCEPT_MS),
  });
  return undefined;
}

/** Everybody a ticket went through. */
export function involvedIn(passes: readonly Pass[]): PersonId[] {
  const hops = passes.filter(({ kind }) => kind !== 'arrived');
  const people = hops.flatMap(({ by, from, to }) => [by, from.personId, to.personId]);
  return [...new Set(people.filter((person) => person !== null))];
}
