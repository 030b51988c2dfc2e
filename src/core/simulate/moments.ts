import type { Instant } from '#core/time.ts';

/** What waits for its moment; at one instant an act comes before a timer, then whoever has the lower place. */
export interface Waiting {
  at: Instant;
  timer: boolean;
  place: number;
}

/** The moments that lie ahead, the earliest first: a binary heap. */
export class Moments {
  readonly #heap: Waiting[] = [];

  add(waiting: Waiting): void {
    const heap = this.#heap;
    let at = heap.push(waiting) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!comesBefore(waiting, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = waiting;
  }

  /** The earliest, taken away; undefined when none is left. */
  next(): Waiting | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && comesBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!comesBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function comesBefore(one: Waiting, other: Waiting): boolean {
  if (one.at !== other.at) return one.at < other.at;
  if (one.timer !== other.timer) return !one.timer;
  return one.place < other.place;
}
