import type { TicketDetail } from '#contract/ticket.ts';
import { can } from '#core/people/can.ts';
import type { TicketId } from '#core/ids.ts';
import { SYSTEM } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { allOrNone } from './all-or-none.ts';
import { findCommands } from './command-store.ts';
import type { TicketAct } from './handle.ts';
import type { PerformDeps } from './perform.ts';
import { readDetail } from './read-detail.ts';
import { readAccess } from './read-ticket.ts';
import { refused } from './refusals.ts';
import type { PersonActor } from './sight.ts';

/** What somebody makes of two tickets; `commandId` counts for this person, ticket and kind of act only. */
export interface MergeAct {
  actor: PersonActor;
  ticketId: TicketId;
  commandId: string;
}

export interface Merging {
  /** Merges a ticket into another: both halves or neither. Answers the one that was merged, as it is then. */
  merge(act: MergeAct & { intoId: TicketId }): Promise<TicketDetail>;
  /** Lets it stand for itself again. */
  unmerge(act: MergeAct): Promise<TicketDetail>;
}

/**
 * Merges as two commands through the door in one transaction. Whoever merges must see both tickets and may merge both:
 * one out of sight is not there (404).
 */
export const merging = (deps: PerformDeps): Merging => {
  const answer = async ({ actor, ticketId }: MergeAct, otherId: TicketId): Promise<TicketDetail> => {
    deps.changed([ticketId, otherId]);
    const detail = await readDetail(deps.db, deps.door, actor, ticketId, { ownAct: true });
    if (detail === null) throw notFound();
    return detail;
  };
  return {
    async merge(act) {
      const { intoId, ticketId } = act;
      const outcome = await deps.db.withTransaction(async (tx) => {
        for (const id of [ticketId, intoId]) await mustMerge(tx, act.actor, id);
        if (intoId === ticketId) throw refused('merges_itself');
        return allOrNone(tx, deps.door, [
          // what fell due there by now has fallen due before it goes on here
          { ticketId, actor: SYSTEM, command: { type: 'tick' } },
          half(act, intoId, { type: 'take_in', mergedId: ticketId }),
          half(act, ticketId, { type: 'merge_into', intoId }),
        ]);
      });
      if (!outcome.ok) throw refused(outcome.refusal);
      return answer(act, intoId);
    },
    async unmerge(act) {
      const { ticketId } = act;
      const { otherId, outcome } = await deps.db.withTransaction(async (tx) => {
        await mustMerge(tx, act.actor, ticketId);
        const intoId = await mergedInto(tx, ticketId);
        if (intoId === null && (await wasDone(tx, half(act, ticketId, RESTORE)))) return { otherId: ticketId };
        if (intoId === null) throw refused('not_merged');
        await mustMerge(tx, act.actor, intoId);
        const release: TicketCommand = { type: 'release', mergedId: ticketId };
        const halves = [half(act, ticketId, RESTORE), half(act, intoId, release)];
        return { otherId: intoId, outcome: await allOrNone(tx, deps.door, halves) };
      });
      if (outcome?.ok === false) throw refused(outcome.refusal);
      return answer(act, otherId);
    },
  };
};

const RESTORE: TicketCommand = { type: 'restore', closedAs: 'merged' };

/** The same command was decided before, and not refused. */
const wasDone = async (tx: Tx, { commandId }: TicketAct): Promise<boolean> => {
  const [known] = await findCommands(tx, [commandId!]);
  return known?.refusal === null;
};

const half = ({ actor, commandId }: MergeAct, ticketId: TicketId, command: TicketCommand): TicketAct => ({
  ticketId,
  actor,
  command,
  commandId: `${actor.personId}:${ticketId}:${command.type}:${commandId}`,
});

const mustMerge = async (tx: Tx, actor: PersonActor, ticketId: TicketId): Promise<void> => {
  const access = await readAccess(tx, ticketId);
  if (access === null || !can(actor, 'ticket.read', access)) throw notFound();
  if (!can(actor, 'ticket.merge', access)) throw new HttpProblem(403, 'not_allowed');
};

const mergedInto = async (tx: Tx, ticketId: TicketId): Promise<TicketId | null> => {
  const { rows } = await tx.query<{ into: TicketId | null }>('select merged_into as into from ticket where id = $1', [
    ticketId,
  ]);
  return rows[0]?.into ?? null;
};
