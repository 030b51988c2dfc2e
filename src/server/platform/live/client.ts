import type { z } from 'zod';
import type { heartbeat } from '#contract/live.ts';
import type { LiveCursor, LiveMessage } from './feed.ts';

/** Where a stream is written to: a browser's connection, or a list in a test. */
export type Sink = {
  /** Takes text at once and never blocks. */
  write(text: string): void;
  /** Bytes taken that have not left yet. */
  waiting(): number;
  end(): void;
};

/** Above this a client is too slow: it is let go and comes back for what it missed. */
const MOST_WAITING_BYTES = 1_048_576;
/** Kept for a client while it catches up; above it, it is told to start over. */
const MOST_HELD = 2_000;

/** One listener: who it is, and what it has been told. */
export class LiveClient<Reader> {
  reader: Reader;
  readonly sink: Sink;
  #held: LiveMessage<Reader>[] | null = [];
  #isOverrun = false;

  constructor(reader: Reader, sink: Sink) {
    this.reader = reader;
    this.sink = sink;
  }

  /** Passes on what this reader may know; while it is catching up, keeps it for afterwards. */
  tell(messages: readonly LiveMessage<Reader>[]): void {
    const seen = messages.filter((message) => message.sees(this.reader));
    if (this.#held === null) this.#send(seen);
    else if (this.#held.length + seen.length > MOST_HELD) this.#isOverrun = true;
    else this.#held.push(...seen);
  }

  /** Ends catching up: what it missed, then what came meanwhile. `missed: null` = too much; it must start over. */
  catchUp(missed: readonly LiveMessage<Reader>[] | null, present: LiveCursor): void {
    const held = this.#held ?? [];
    this.#held = null;
    if (missed === null || this.#isOverrun) {
      this.#write(`event: resync\nid: ${present}\ndata: {}\n\n`);
      return;
    }
    this.#send(missed.filter((message) => message.sees(this.reader)));
    this.#send(held);
  }

  /** Shows that the line is alive, and moves the client's cursor past what it may not see. */
  beat(now: number, cursor: LiveCursor): void {
    if (this.#held !== null) return;
    const data = { now } satisfies z.infer<typeof heartbeat>;
    this.#write(`event: heartbeat\nid: ${cursor}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  // a client that goes away in the middle of a transaction must be told all of it again: only its last message counts
  #send(messages: readonly LiveMessage<Reader>[]): void {
    const text = messages.map(({ at, event, data }, index) => {
      const id = messages[index + 1]?.at === at ? at - 1n : at;
      return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
    });
    if (text.length > 0) this.#write(text.join(''));
  }

  #write(text: string): void {
    this.sink.write(text);
    if (this.sink.waiting() > MOST_WAITING_BYTES) this.sink.end();
  }
}
