import type { Candidates } from '#contract/agent.ts';
import { can } from '#core/people/can.ts';
import type { TicketId } from '#core/ids.ts';
import { candidatesFor, directCandidates } from '#core/routing/candidates.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readOffersAt, readRouting } from '#server/queue/queue-store.ts';
import type { Door } from './act.ts';
import { readPeople, readTicket } from './read-ticket.ts';
import { readRoster } from './roster-read-store.ts';
import type { PersonActor } from './sight.ts';

/** Who of the ticket's team could be offered it now and why not, to somebody who may see it; null when they may not. */
export const readCandidates = (
  db: Pick<Database, 'withTransaction'>,
  door: Pick<Door, 'clock'>,
  actor: PersonActor,
  ticketId: TicketId,
): Promise<Candidates | null> =>
  db.withTransaction(
    async (tx) => {
      const read = await readTicket(tx, ticketId);
      if (read === null || !can(actor, 'ticket.read', read.access)) return null;
      return weighCandidates(tx, door, read.ticket);
    },
    { isolation: 'repeatable read' },
  );

/** Who of the ticket's team could be offered it now and why not. */
export const weighCandidates = async (tx: Tx, { clock }: Pick<Door, 'clock'>, ticket: Ticket): Promise<Candidates> => {
  const { teamId, distribution } = ticket;
  const now = await clock.now(tx);
  const routing = (await readRouting(tx, [teamId])).find((each) => each.teamId === teamId);
  const people = new Set(distribution?.state === 'offered' ? [distribution.to] : []);
  const none = { dutyLists: new Set<number>(), skills: new Set<number>() };
  const roster = await readRoster(tx, { teams: new Set([teamId]), people, ...none }, now);
  const names = await readPeople(
    tx,
    roster.map(({ id }) => id),
  );
  const nameOf = (id: number) => names.get(id) ?? { id, name: '', role: 'agent' as const };
  const isOffered = distribution?.state === 'offered';
  const isPushed = routing?.mode === 'push';
  const weighed = isPushed ? candidatesFor(ticket, routing, roster) : directCandidates(ticket, roster);
  return {
    mode: isPushed ? 'push' : 'direct',
    distribution:
      distribution === null
        ? null
        : {
            state: distribution.state,
            since: distribution.since,
            to: isOffered ? nameOf(distribution.to) : null,
            expiresAt: isOffered ? distribution.expiresAt : null,
            why: isOffered ? null : distribution.why,
            looksAt: isOffered ? null : await readOffersAt(tx, teamId),
          },
    items: weighed.map(({ personId, ...each }) => ({
      person: nameOf(personId),
      ...each,
    })),
  };
};
