import type { TicketId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Config, Context } from '#core/ticket/context.ts';
import { decide, type Decision } from '#core/ticket/decide.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { as, EVERYBODY, OPEN, PETRA, USUAL } from './core.ts';

/** Several tickets of one desk, lived side by side. */
export interface Desk {
  of(id: TicketId): Ticket;
  log(id: TicketId): LoggedEvent[];
  open(id: TicketId, at: Instant, open?: Partial<typeof OPEN>): void;
  /** By Petra unless somebody else is named; null = by Belay itself. */
  act(id: TicketId, at: Instant, command: TicketCommand, by?: number | null): Decision;
  /** Both halves of a merge, all or nothing. */
  merge(mergedId: TicketId, intoId: TicketId, at: Instant): Decision;
  unmerge(mergedId: TicketId, intoId: TicketId, at: Instant): Decision;
}

export function desk(given: { config?: Config } = {}): Desk {
  const tickets = new Map<TicketId, Ticket>();
  const logs = new Map<TicketId, LoggedEvent[]>();
  const perform = (id: TicketId, now: Instant, command: TicketCommand, actor: Actor): Decision => {
    const log = logs.get(id) ?? [];
    const others = new Map([...tickets].map(([each, ticket]) => [each, { ticket, log: logs.get(each) ?? [] }]));
    const context: Context = {
      now,
      actor,
      config: given.config ?? USUAL,
      facts: { roster: EVERYBODY, log: [...log], others },
    };
    const decision = decide(id, tickets.get(id) ?? null, command, context);
    if (!decision.ok) return decision;
    let ticket = tickets.get(id) ?? null;
    for (const event of decision.events) {
      ticket = evolve(ticket, event, now);
      log.push({
        seq: ticket.seq,
        at: now,
        actorId: actor.kind === 'person' ? actor.personId : null,
        version: 1,
        event,
      });
    }
    if (ticket !== null) tickets.set(id, ticket);
    logs.set(id, log);
    return decision;
  };
  const act: Desk['act'] = (id, at, command, by = PETRA) =>
    perform(id, at, command, by === null ? { kind: 'system' } : as(by));
  const both = (at: Instant, halves: [TicketId, TicketCommand][]): Decision => {
    const before = { tickets: new Map(tickets), logs: new Map([...logs].map(([id, log]) => [id, [...log]])) };
    const decisions = halves.map(([id, command]) => act(id, at, command));
    const refused = decisions.find(({ ok }) => !ok);
    if (refused !== undefined) {
      for (const [id, ticket] of before.tickets) tickets.set(id, ticket);
      for (const [id, log] of before.logs) logs.set(id, log);
    }
    return refused ?? decisions.at(-1)!;
  };
  return {
    of: (id) => tickets.get(id)!,
    log: (id) => logs.get(id)!,
    open: (id, at, open = {}) => void act(id, at, { ...OPEN, receivedAt: at, ...open }, null),
    act,
    merge: (mergedId, intoId, at) =>
      both(at, [
        [mergedId, { type: 'tick' }],
        [intoId, { type: 'take_in', mergedId }],
        [mergedId, { type: 'merge_into', intoId }],
      ]),
    unmerge: (mergedId, intoId, at) =>
      both(at, [
        [mergedId, { type: 'restore', closedAs: 'merged' }],
        [intoId, { type: 'release', mergedId }],
      ]),
  };
}

/** What a log says the ticket is. */
export function replayed(log: readonly LoggedEvent[]): Ticket {
  return log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null)!;
}
