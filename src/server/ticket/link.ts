import type { TicketDetail } from '#contract/ticket.ts';
import { MIRRORED, type LinkKind } from '#core/link/link.ts';
import type { LinkCommand } from '#core/link/link-command.ts';
import { can } from '#core/people/can.ts';
import type { TicketId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { allOrNone } from './all-or-none.ts';
import type { TicketAct } from './handle.ts';
import { isAbove, parentsInSight } from './link-read-store.ts';
import type { PerformDeps } from './perform.ts';
import { readDetail } from './read-detail.ts';
import { readAccess } from './read-ticket.ts';
import { refused } from './refusals.ts';
import type { PersonActor } from './sight.ts';
import { lockTickets } from './ticket-store.ts';

/** What somebody says of two tickets; `kind` null takes it back. The same command twice is done once. */
export interface LinkAct {
  actor: PersonActor;
  ticketId: TicketId;
  otherId: TicketId;
  kind: LinkKind | null;
  commandId: string;
}

export type Linking = (act: LinkAct) => Promise<TicketDetail>;

/**
 * Links as two commands through the door in one transaction: both tickets say so or neither. Whoever links must see both;
 * one out of sight is not there (404).
 */
export const linking =
  ({ db, door, changed }: PerformDeps): Linking =>
  async (act) => {
    const { actor, ticketId, otherId, kind } = act;
    const outcome = await db.withTransaction(async (tx) => {
      for (const id of [ticketId, otherId]) await mustLink(tx, actor, id);
      if (ticketId === otherId) throw refused('links_itself');
      // whoever links others meanwhile waits: a circle is seen by one of the two
      await lockTickets(tx, [ticketId, otherId]);
      const why = kind === null ? null : await whyNoTree(tx, act, kind);
      if (why !== null) throw refused(why);
      return allOrNone(tx, door, [half(act, ticketId, otherId, kind), mirrored(act)]);
    });
    if (!outcome.ok) throw refused(outcome.refusal);
    changed([ticketId, otherId]);
    const detail = await readDetail(db, door, actor, ticketId, { ownAct: true });
    if (detail === null) throw notFound();
    return detail;
  };

const mirrored = (act: LinkAct): TicketAct =>
  half(act, act.otherId, act.ticketId, act.kind === null ? null : MIRRORED[act.kind]);

const half = (act: LinkAct, ticketId: TicketId, otherId: TicketId, kind: LinkKind | null): TicketAct => {
  const { actor } = act;
  const command: LinkCommand = kind === null ? { type: 'unlink', otherId } : { type: 'link', otherId, kind };
  const commandId = `${actor.personId}:${ticketId}:${otherId}:${command.type}:${act.commandId}`;
  return { ticketId, actor, command, commandId };
};

/** A ticket is part of one other, and never of what is part of it, as far as whoever links sees. */
const whyNoTree = async (
  tx: Tx,
  { actor, ticketId, otherId }: LinkAct,
  kind: LinkKind,
): Promise<'has_parent' | 'link_circle' | null> => {
  if (kind !== 'child_of' && kind !== 'parent_of') return null;
  const [child, parent] = kind === 'child_of' ? [ticketId, otherId] : [otherId, ticketId];
  if (await isAbove(tx, actor, child, parent)) return 'link_circle';
  const parents = await parentsInSight(tx, actor, child);
  return parents.some((id) => id !== parent) ? 'has_parent' : null;
};

const mustLink = async (tx: Tx, actor: PersonActor, ticketId: TicketId): Promise<void> => {
  const access = await readAccess(tx, ticketId);
  if (access === null || !can(actor, 'ticket.read', access)) throw notFound();
  if (!can(actor, 'ticket.link', access)) throw new HttpProblem(403, 'not_allowed');
};
