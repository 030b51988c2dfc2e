import type { OrganisationId, TicketId } from '#core/ids.ts';
import { SYSTEM } from '#core/people/roles.ts';
import type { ClockKey, ClockKind } from '#core/sla/policy.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Config } from '#core/ticket/context.ts';
import { decide } from '#core/ticket/decide.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { versionsNamed } from '#core/ticket/versions-named.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readCustomerTiers } from '#server/people/organisation-store.ts';
import { readLogs } from '#server/ticket/event-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import type { ConfigCache } from './config-store.ts';

/** What would be done to a ticket. */
export interface AskedChange {
  ticketId: TicketId;
  command: Exclude<TicketCommand, { type: 'open' }>;
}

/** One clock, as it runs and as it would run; null where it does not. */
export interface ClockChange {
  key: ClockKey;
  kind: ClockKind;
  dueBefore: Instant | null;
  dueAfter: Instant | null;
  /** It would be missed at once, by the change itself. */
  missed: boolean;
}

/** What a change would mean for a ticket that it changes. */
export interface MeasuredChange {
  ticketId: TicketId;
  /** Those that would run otherwise. */
  clocks: ClockChange[];
}

const AT_ONCE = 500;

/**
 * What changes would mean, ticket by ticket; a ticket that one would leave as it is, is left out. Reads with the door's
 * own eyes and lets go at once: nothing is changed. `cache` must hold what the commands name.
 */
export async function measureChanges(
  tx: Tx,
  cache: ConfigCache,
  asked: readonly AskedChange[],
  { now, active }: { now: Instant; active?: Config['active'] },
): Promise<MeasuredChange[]> {
  const found: MeasuredChange[] = [];
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const batch = asked.slice(at, at + AT_ONCE);
    const ids = batch.map(({ ticketId }) => ticketId);
    // going back to the savepoint gives up the locks
    await tx.query('savepoint look');
    const [tickets, logs] = [await loadTickets(tx, ids), await readLogs(tx, ids)];
    await tx.query('rollback to savepoint look');
    await cache.ensure(tx, new Set([...tickets.values()].flatMap(versionsNamed)));
    const customerTiers = await readCustomerTiers(tx, organisationsOf(tickets));
    const config = active === undefined ? cache : { ...cache, active };
    for (const { ticketId, command } of batch) {
      const ticket = tickets.get(ticketId);
      if (ticket === undefined) continue;
      const facts = { roster: [], log: logs.get(ticketId) ?? [], customerTiers };
      const clocks = clocksUnder({ ticket, command, config, facts, now });
      if (clocks !== null) found.push({ ticketId, clocks });
    }
  }
  return found;
}

const organisationsOf = (tickets: ReadonlyMap<TicketId, Ticket>): OrganisationId[] => [
  ...new Set([...tickets.values()].flatMap(({ organisationId }) => organisationId ?? [])),
];

type Measured = {
  ticket: Ticket;
  command: AskedChange['command'];
  config: Config;
  facts: { roster: never[]; log: LoggedEvent[]; customerTiers: Map<OrganisationId, string> };
  now: Instant;
};

/** The clocks that the command would change; null when it would change nothing. */
function clocksUnder({ ticket, command, config, facts, now }: Measured): ClockChange[] | null {
  const context = { now, actor: SYSTEM, config, facts };
  // what is due by now happens whatever is done: it is not this change's doing
  const ticked = decide(ticket.id, ticket, { type: 'tick' }, context);
  if (!ticked.ok) return null;
  const before = after(ticket, ticked.events, now);
  const decision = decide(ticket.id, ticket, command, context);
  if (!decision.ok || decision.events.length === decision.timed) return null;
  const changed = after(ticket, decision.events, now);
  const keys = new Set([...before.clocks, ...changed.clocks].map(({ key }) => key));
  return [...keys].flatMap((key) => {
    const [was, is] = [before, changed].map(({ clocks }) => clocks.find((each) => each.key === key));
    const [dueBefore, dueAfter] = [dueOf(was), dueOf(is)];
    const missed = is !== undefined && is.breachedAt !== null && is.breachedAt !== was?.breachedAt;
    if (dueBefore === dueAfter && !missed) return [];
    return { key, kind: (is ?? was)!.kind, dueBefore, dueAfter, missed };
  });
}

const after = (ticket: Ticket, events: readonly TicketEvent[], now: Instant): Ticket =>
  events.reduce((state, event) => evolve(state, event, now), ticket);

/** Of a clock that runs and has missed nothing. */
const dueOf = (clock: Ticket['clocks'][number] | undefined): Instant | null =>
  clock?.state === 'running' && clock.breachedAt === null ? clock.dueAt : null;
