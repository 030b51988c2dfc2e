import { newFate, type Fate } from '#core/simulate/fate.ts';
import type { Script } from '#core/simulate/script.ts';
import { noWill, type Will } from '#core/simulate/will.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';

/** One ticket while it is lived. */
export interface Life {
  script: Script;
  done: number;
  ticket: Ticket | null;
  /** When the next of the ticket's parts is due. */
  actsAt: Instant;
  will: Will;
  /** When somebody is looked for whom it may be offered to. */
  offersAt: Instant;
  fate: Fate;
  /** What a policy that the matrix chooses later measures the past by; kept only when it may. */
  log: LoggedEvent[];
}

/**
 * The lives of all tickets, by place. Each begins when it is first asked for and is let go when nothing lies ahead: of a
 * hundred thousand few are open at a time, and what lies close together in memory is quick to find.
 */
export class Lives {
  readonly #scripts: readonly Script[];
  readonly #lives: (Life | undefined)[];
  readonly #fates: (Fate | undefined)[];
  /** Places in the order in which their tickets come. */
  readonly #order: Int32Array;
  #come = 0;

  constructor(scripts: readonly Script[]) {
    this.#scripts = scripts;
    this.#lives = Array.from({ length: scripts.length });
    this.#fates = Array.from({ length: scripts.length });
    const comesAt = Float64Array.from(scripts, ({ acts }) => acts[0]?.at ?? NEVER);
    const order = Int32Array.from(scripts.keys());
    this.#order = order.toSorted((one, other) => comesAt[one]! - comesAt[other]! || one - other);
  }

  /** The next ticket that comes, each once; null when all have come. */
  next(): { at: Instant; place: number } | null {
    const place = this.#order[this.#come];
    const at = place === undefined ? undefined : this.#scripts[place]!.acts[0]?.at;
    if (place === undefined || at === undefined) return null;
    this.#come += 1;
    return { at, place };
  }

  of(place: number): Life {
    return this.#lives[place] ?? this.#begin(place);
  }

  /** What was let go has nothing left to do, whoever asks for it again. */
  #begin(place: number): Life {
    const script = this.#scripts[place]!;
    const known = this.#fates[place];
    const fate = known ?? newFate(script.ticketId);
    const done = known === undefined ? 0 : script.acts.length;
    const life = { script, done, ticket: null, actsAt: NEVER, will: noWill(), offersAt: NEVER, fate, log: [] };
    this.#lives[place] = life;
    this.#fates[place] = fate;
    return life;
  }

  /** Nothing lies ahead of it. */
  letGo(place: number): void {
    this.#lives[place] = undefined;
  }

  /** What became of each, in the order of the scripts. */
  get fates(): Fate[] {
    return this.#scripts.map(({ ticketId }, place) => this.#fates[place] ?? newFate(ticketId));
  }
}
