import type { SlaClock } from '#core/sla/clock-state.ts';
import type { ClockEvent } from '#core/sla/clock-event.ts';
import type { EndedCycle } from '#core/sla/ended-cycle.ts';
import type { ClockKey } from '#core/sla/policy.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** A missed moment that became known of a cycle that was over. */
type LateMiss = Pick<EndedCycle, 'key' | 'cycle' | 'breachedAt' | 'breachCause'>;

/** What a stretch of a log changes in the cycles that are kept of its ticket, in this order. */
export interface CycleChange {
  /** By the clock: what is kept of this cycle and of later ones is kept no more. */
  from: Map<ClockKey, number>;
  /** Cycles that are over, each once; one that was kept already is replaced by what is newer, as `replaced` says. */
  ended: EndedCycle[];
  missed: LateMiss[];
}

type Told = { seq: number; at: Instant; event: TicketEvent };

/**
 * What `events` change in the kept cycles of a ticket that was `before` (null when they begin its log); null when they
 * change nothing. Told act by act, the kept cycles are those of the whole log.
 */
export function cyclesOf(before: Ticket | null, events: readonly Told[]): CycleChange | null {
  const book = new CycleBook();
  let ticket = before;
  for (const told of events) {
    const after = evolve(ticket, told.event, told.at);
    if (ticket !== null) book.hear(ticket, told, after);
    ticket = after;
  }
  return book.change();
}

/** The cycles of a whole log that are over, in the order of clock and cycle. */
export function endedIn(log: readonly Told[]): EndedCycle[] {
  return keptAfter([], cyclesOf(null, log));
}

/** What is kept after a change of what was kept. */
export function keptAfter(kept: readonly EndedCycle[], change: CycleChange | null): EndedCycle[] {
  if (change === null) return [...kept];
  const cycles = new Map(kept.map((cycle) => [nameOf(cycle), cycle]));
  for (const cycle of kept) {
    if (cycle.cycle >= (change.from.get(cycle.key) ?? Infinity)) cycles.delete(nameOf(cycle));
  }
  for (const cycle of change.ended) cycles.set(nameOf(cycle), replaced(cycles.get(nameOf(cycle)), cycle));
  for (const miss of change.missed) {
    const cycle = cycles.get(nameOf(miss));
    if (cycle !== undefined) cycles.set(nameOf(miss), { ...cycle, ...miss });
  }
  return [...cycles.values()].toSorted(byName);
}

/** A cycle that ended again: what was measured stays when the newer was not, and a due moment once known is known. */
function replaced(kept: EndedCycle | undefined, newer: EndedCycle): EndedCycle {
  if (kept === undefined) return newer;
  if (newer.outcome === 'not_measured' && kept.outcome !== null) return kept;
  return { ...newer, dueAt: newer.dueAt ?? kept.dueAt };
}

const nameOf = ({ key, cycle }: Pick<EndedCycle, 'key' | 'cycle'>): string => `${key} ${cycle}`;
const byName = (one: EndedCycle, other: EndedCycle): number =>
  one.key === other.key ? one.cycle - other.cycle : one.key < other.key ? -1 : 1;

/** Writes down which cycles are over while a ticket is told event by event. */
export class CycleBook {
  readonly #from = new Map<ClockKey, number>();
  readonly #ended = new Map<string, EndedCycle>();
  readonly #missed = new Map<string, LateMiss>();
  /** Who had the ticket before it last changed hands, and when: a stay that ends in the same act was theirs. */
  #handedOn: { by: Ticket; at: Instant } | null = null;

  /** One event, with the ticket before and after it. */
  hear(before: Ticket, { seq, at, event }: Told, after: Ticket): void {
    if (event.type === 'assigned') this.#handedOn = { by: before, at };
    if (event.type === 'escalation_acknowledged' || this.#handedOn?.at !== at) this.#handedOn = null;
    if (!('clock' in event)) return;
    const key = typeof event.clock === 'string' ? event.clock : (event.clock.key ?? event.clock.kind);
    const find = ({ clocks }: Ticket): SlaClock | undefined => clocks.find((clock) => clock.key === key);
    const [was, is] = [find(before), find(after)];
    const from = fromOf(event, was, is);
    if (from !== null) this.#forget(key, from);
    if (event.type === 'clock_relived' || ('ended' in event && event.ended !== undefined)) {
      for (const cycle of event.ended ?? []) this.#ended.set(nameOf(cycle), cycle);
    } else if (event.type === 'target_breached') {
      if (is?.state === 'stopped') this.#miss({ ...is });
    } else if (is?.state === 'stopped') {
      this.#end(
        this.#cycleOf(is, was, after, { seq, endedAt: is.stoppedAt, endedBy: is.stoppedBy, outcome: is.outcome }),
      );
    } else if (was !== undefined && was.state !== 'stopped' && isLeft(event, was, is)) {
      const endedBy = is === undefined ? 'removed' : 'restarted';
      this.#end(this.#cycleOf(was, was, after, { seq, endedAt: at, endedBy, outcome: null }));
    }
  }

  /** What was heard so far; null when it changes nothing. */
  change(): CycleChange | null {
    if (this.#from.size + this.#ended.size + this.#missed.size === 0) return null;
    return { from: this.#from, ended: [...this.#ended.values()], missed: [...this.#missed.values()] };
  }

  #forget(key: ClockKey, from: number): void {
    this.#from.set(key, Math.min(from, this.#from.get(key) ?? from));
    for (const [name, cycle] of this.#ended) if (cycle.key === key && cycle.cycle >= from) this.#ended.delete(name);
    for (const [name, miss] of this.#missed) if (miss.key === key && miss.cycle >= from) this.#missed.delete(name);
  }

  #end(cycle: EndedCycle): void {
    this.#ended.set(nameOf(cycle), replaced(this.#ended.get(nameOf(cycle)), cycle));
  }

  #miss({ key, cycle, breachedAt, breachCause }: SlaClock): void {
    const miss = { key, cycle, breachedAt, breachCause };
    const ended = this.#ended.get(nameOf(miss));
    if (ended === undefined) this.#missed.set(nameOf(miss), miss);
    else this.#ended.set(nameOf(miss), { ...ended, ...miss });
  }

  #cycleOf(
    clock: SlaClock,
    was: SlaClock | undefined,
    ticket: Ticket,
    end: Pick<EndedCycle, 'seq' | 'endedAt' | 'endedBy' | 'outcome'>,
  ): EndedCycle {
    const { key, cycle, targetMs, calendarVersionId, startedAt, bankedMs, breachedAt, breachCause } = clock;
    const dueAt = breachedAt ?? (was?.state === 'running' && was.cycle === cycle ? was.dueAt : null);
    const measured = { key, cycle, targetMs, calendarVersionId, startedAt, dueAt, bankedMs, breachedAt, breachCause };
    const { policyVersionId } = ticket;
    const { teamId, assigneeId } = (end.endedBy === 'handed_on' ? this.#handedOn?.by : null) ?? ticket;
    return { ...measured, ...end, policyVersionId, teamId, assigneeId };
  }
}

/** From which cycle on what is kept of the clock counts no more: the one that goes on, or was never. */
function fromOf(event: ClockEvent, was: SlaClock | undefined, is: SlaClock | undefined): number | null {
  if ('fromCycle' in event && event.fromCycle !== undefined) return event.fromCycle;
  // it says itself what is kept instead
  if (event.type === 'clock_relived') return null;
  // a target that was dropped is measured anew
  if (was === undefined && is !== undefined && is.state !== 'stopped') return is.cycle;
  if (was === undefined || is === undefined || is.cycle > was.cycle) return null;
  if (is.cycle < was.cycle) return is.cycle;
  return was.state === 'stopped' && is.state !== 'stopped' ? is.cycle : null;
}

/** The cycle ends here although nothing stopped it. */
function isLeft(event: ClockEvent, was: SlaClock, is: SlaClock | undefined): boolean {
  if (is === undefined) return event.type === 'clock_removed' && event.fromCycle === undefined;
  return is.cycle > was.cycle;
}
