import type { Instant } from '#core/time.ts';

/** What waits for its moment; at one instant an act comes before a timer, then whoever has the lower place. */
export interface Waiting {
  at: Instant;
  timer: boolean;
  place: number;
}

/** Of places 0 … `count` - 1, each waiting for one moment at most: the moments that lie ahead, the earliest first. */
export class Moments {
  /** A binary heap of places with their moments beside them, so that what is compared lies close together. */
  readonly #heap: Int32Array;
  readonly #at: Float64Array;
  /** By place. */
  readonly #timer: Uint8Array;
  /** Where in the heap each place is; -1: it waits for nothing. */
  readonly #where: Int32Array;
  #length = 0;

  constructor(count: number) {
    this.#heap = new Int32Array(count);
    this.#at = new Float64Array(count);
    this.#timer = new Uint8Array(count);
    this.#where = new Int32Array(count).fill(-1);
  }

  /** How many wait. */
  get length(): number {
    return this.#length;
  }

  /** Puts down what `place` waits for; it waits for nothing else. */
  add({ at, timer, place }: Waiting): void {
    this.#timer[place] = timer ? 1 : 0;
    const known = this.#where[place]!;
    if (known === -1) this.#length += 1;
    const index = this.#rise(place, at, known === -1 ? this.#length - 1 : known);
    if (known !== -1) this.#sink(place, at, index);
  }

  /** The earliest, taken away; undefined when none is left. */
  next(): Waiting | undefined {
    if (this.#length === 0) return undefined;
    const place = this.#heap[0]!;
    const at = this.#at[0]!;
    this.#where[place] = -1;
    this.#length -= 1;
    const last = this.#heap[this.#length]!;
    if (last !== place) this.#sink(last, this.#at[this.#length]!, 0);
    return { at, timer: this.#timer[place] === 1, place };
  }

  /** Puts a place to where it belongs, from `index` of the heap up; where that is. */
  #rise(place: number, at: Instant, from: number): number {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#comesBefore(place, at, parent)) break;
      this.#put(this.#heap[parent]!, this.#at[parent]!, index);
      index = parent;
    }
    this.#put(place, at, index);
    return index;
  }

  /** The same from `index` down. */
  #sink(place: number, at: Instant, from: number): void {
    let index = from;
    for (let child = 2 * index + 1; child < this.#length; child = 2 * index + 1) {
      const other = child + 1;
      if (other < this.#length && this.#comesBefore(this.#heap[other]!, this.#at[other]!, child)) child = other;
      if (this.#comesBefore(place, at, child)) break;
      this.#put(this.#heap[child]!, this.#at[child]!, index);
      index = child;
    }
    this.#put(place, at, index);
  }

  #put(place: number, at: Instant, index: number): void {
    this.#heap[index] = place;
    this.#at[index] = at;
    this.#where[place] = index;
  }

  /** Whether a place that waits for `at` comes before the one at `index` of the heap. */
  #comesBefore(place: number, at: Instant, index: number): boolean {
    const other = this.#at[index]!;
    if (at !== other) return at < other;
    const there = this.#heap[index]!;
    const timers = this.#timer[place]! - this.#timer[there]!;
    return timers === 0 ? place < there : timers < 0;
  }
}
