import type { Log } from '#server/platform/log.ts';
import { LiveClient, type Sink } from './client.ts';
import type { LiveCursor, LiveFeed, LiveMessage } from './feed.ts';

export type HubOptions<Reader> = {
  feed: LiveFeed<Reader>;
  log: Log;
  /** The truth: how often the log is asked even if nobody rang. */
  pollMs?: number;
};

/** How soon to look again for what an older transaction holds back; grows up to `pollMs`. */
const HELD_BACK_MS = 25;
/** Batches a client may be behind before it is told to start over. */
const MOST_BATCHES_MISSED = 3;

type Since = LiveCursor | 'unknown' | null;

/** One poller a process, fanning out to every listener what they may know. */
export class LiveHub<Reader> {
  readonly #feed: LiveFeed<Reader>;
  readonly #log: Log;
  readonly #pollMs: number;
  readonly #clients = new Set<LiveClient<Reader>>();
  #cursor: LiveCursor | null = null;
  #isClosed = false;
  #isAway = false;
  #wake: () => void = () => {};
  #isRung = false;
  #running: Promise<void> | null = null;

  constructor({ feed, log, pollMs = 1_000 }: HubOptions<Reader>) {
    this.#feed = feed;
    this.#log = log;
    this.#pollMs = pollMs;
  }

  /** Takes up the stream at the present moment and goes on by itself. */
  async start(): Promise<void> {
    this.#cursor = await this.#feed.present();
    this.#running = this.#run();
  }

  /** Something may have happened: look now instead of at the next poll. */
  ring(): void {
    this.#isRung = true;
    this.#wake();
  }

  get clients(): ReadonlySet<LiveClient<Reader>> {
    return this.#clients;
  }

  get cursor(): LiveCursor {
    if (this.#cursor === null) throw new Error('the live hub was not started');
    return this.#cursor;
  }

  /**
   * Adds a listener. `since` is where it left off (null = it has seen nothing): what it missed comes first, in order and
   * without a gap, or a `resync` when that is too much or the place is `unknown`. Gives back how to let it go.
   */
  attach(reader: Reader, sink: Sink, since: Since): { client: LiveClient<Reader>; detach: () => void } {
    const client = new LiveClient(reader, sink);
    const joinedAt = this.cursor;
    this.#clients.add(client);
    const detach = () => void this.#clients.delete(client);
    this.#missed(reader, since, joinedAt).then(
      (missed) => client.catchUp(missed, joinedAt),
      (error: unknown) => {
        this.#log.warn({ err: error }, 'a live client could not catch up');
        detach();
        sink.end();
      },
    );
    return { client, detach };
  }

  /** Lets every listener go; they come back by themselves. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const client of this.#clients) client.sink.end();
    this.#clients.clear();
    this.#wake();
    await this.#running;
  }

  async #missed(reader: Reader, since: Since, upTo: LiveCursor): Promise<LiveMessage<Reader>[] | null> {
    if (since === null) return [];
    // from another database, or from before a restore
    if (since === 'unknown' || since > upTo) return null;
    const missed: LiveMessage<Reader>[] = [];
    for (let batches = 0, at = since; at < upTo; batches += 1) {
      if (batches === MOST_BATCHES_MISSED) return null;
      const batch = await this.#feed.read(at, [reader]);
      // what lies beyond the place where it joined has reached it already
      missed.push(...batch.messages.filter((message) => message.at <= upTo));
      at = batch.upTo;
    }
    return missed;
  }

  async #run(): Promise<void> {
    let heldBackMs = HELD_BACK_MS;
    while (!this.#isClosed) {
      this.#isRung = false;
      const next = await this.#poll();
      heldBackMs = next === 'held_back' ? Math.min(heldBackMs * 2, this.#pollMs) : HELD_BACK_MS;
      if (next !== 'at_once') await this.#rest(next === 'held_back' ? heldBackMs : this.#pollMs);
    }
  }

  async #poll(): Promise<'at_once' | 'held_back' | 'later'> {
    try {
      const readers = [...this.#clients].map(({ reader }) => reader);
      const batch = await this.#feed.read(this.cursor, readers);
      this.#cursor = batch.upTo;
      const momentary = readers.length === 0 ? [] : ((await this.#feed.momentary?.()) ?? []);
      const messages = [...batch.messages, ...momentary.map((each) => ({ ...each, at: batch.upTo }))];
      if (messages.length > 0) for (const client of this.#clients) client.tell(messages);
      if (this.#isAway) this.#log.info('live: the database answers again');
      this.#isAway = false;
      if (batch.isFull) return 'at_once';
      return batch.isHeldBack ? 'held_back' : 'later';
    } catch (error) {
      if (!this.#isAway && !this.#isClosed) this.#log.warn({ err: error }, 'live: the database does not answer');
      this.#isAway = true;
      return 'later';
    }
  }

  #rest(lengthMs: number): Promise<void> {
    if (this.#isRung || this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
      const timer = setTimeout(done, lengthMs);
      this.#wake = done;
    });
  }
}
