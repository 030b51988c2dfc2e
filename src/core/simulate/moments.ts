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
  #length = 0;

  constructor(count: number) {
    this.#heap = new Int32Array(count);
    this.#at = new Float64Array(count);
    this.#timer = new Uint8Array(count);
  }

  /** Puts down what `place` waits for; it waits for nothing else. */
  add({ at, timer, place }: Waiting): void {
    this.#at[place] = at;
    this.#timer[place] = timer ? 1 : 0;
    const heap = this.#heap;
    let index = this.#length;
    this.#length += 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#comesBefore(place, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = place;
  }

  /** The earliest, taken away; undefined when none is left. */
  next(): Waiting | undefined {
    if (this.#length === 0) return undefined;
    const heap = this.#heap;
    const place = heap[0]!;
    this.#length -= 1;
    this.#sink(heap[this.#length]!);
    return { at: this.#at[place]!, timer: this.#timer[place] === 1, place };
  }

  /** Puts the last place of the heap to where it belongs, from the top down. */
  #sink(last: number): void {
    const heap = this.#heap;
    let index = 0;
    for (let child = 1; child < this.#length; child = 2 * index + 1) {
      if (child + 1 < this.#length && this.#comesBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!this.#comesBefore(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }

  #comesBefore(one: number, other: number): boolean {
    const sooner = this.#at[one]! - this.#at[other]!;
    if (sooner !== 0) return sooner < 0;
    const timers = this.#timer[one]! - this.#timer[other]!;
    return timers === 0 ? one < other : timers < 0;
  }
}
