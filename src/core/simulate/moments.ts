import type { Instant } from '#core/time.ts';

/** What waits for its moment; at one instant an act comes before a timer, then whoever has the lower place. */
export interface Waiting {
  at: Instant;
  timer: boolean;
  place: number;
}

/** Of places 0 … `count` - 1, each waiting for one moment at most: the moments that lie ahead, the earliest first. */
export class Moments {
  /** A binary heap of places, and by place what each waits for: numbers beside each other, not objects all over. */
  readonly #heap: Int32Array;
  readonly #at: Float64Array;
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
    this.#at[place] = at;
    this.#timer[place] = timer ? 1 : 0;
    const known = this.#where[place]!;
    if (known === -1) this.#length += 1;
    const index = this.#rise(place, known === -1 ? this.#length - 1 : known);
    if (known !== -1) this.#sink(place, index);
  }

  /** The earliest, taken away; undefined when none is left. */
  next(): Waiting | undefined {
    if (this.#length === 0) return undefined;
    const place = this.#heap[0]!;
    this.#where[place] = -1;
    this.#length -= 1;
    const last = this.#heap[this.#length]!;
    if (last !== place) this.#sink(last, 0);
    return { at: this.#at[place]!, timer: this.#timer[place] === 1, place };
  }

  /** Puts a place to where it belongs, from `index` of the heap up; where that is. */
  #rise(place: number, from: number): number {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#comesBefore(place, this.#heap[parent]!)) break;
      this.#put(this.#heap[parent]!, index);
      index = parent;
    }
    this.#put(place, index);
    return index;
  }

  /** The same from `index` down. */
  #sink(place: number, from: number): void {
    const heap = this.#heap;
    let index = from;
    for (let child = 2 * index + 1; child < this.#length; child = 2 * index + 1) {
      if (child + 1 < this.#length && this.#comesBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!this.#comesBefore(heap[child]!, place)) break;
      this.#put(heap[child]!, index);
      index = child;
    }
    this.#put(place, index);
  }

  #put(place: number, index: number): void {
    this.#heap[index] = place;
    this.#where[place] = index;
  }

  #comesBefore(one: number, other: number): boolean {
    const sooner = this.#at[one]! - this.#at[other]!;
    if (sooner !== 0) return sooner < 0;
    const timers = this.#timer[one]! - this.#timer[other]!;
    return timers === 0 ? one < other : timers < 0;
  }
}
