/** A place in the stream: a transaction id. Everything at or below it has been told. */
export type LiveCursor = bigint;

/** One thing that happened, for those who may know of it. */
export type LiveMessage<Reader> = {
  /** The transaction it was written in. */
  at: LiveCursor;
  event: string;
  data: unknown;
  sees: (reader: Reader) => boolean;
};

export type LiveBatch<Reader> = {
  /** Everything up to here is in this batch or the ones before it; transactions are never cut in two. */
  upTo: LiveCursor;
  /** There was more than one batch holds: read again at once. */
  isFull: boolean;
  /** Something is committed that an older transaction, still running, holds back: look again soon. */
  isHeldBack: boolean;
  messages: LiveMessage<Reader>[];
};

/** Where changes come from: the database's own log, in the order of its transactions. */
export type LiveFeed<Reader> = {
  /** The place everything that is committed lies before. */
  present(): Promise<LiveCursor>;
  /** What came after `after`, in order; `readers` are those who are listening now. */
  read(after: LiveCursor, readers: readonly Reader[]): Promise<LiveBatch<Reader>>;
  /**
   * What is true for the moment and stands in no log, as far as it changed since the last call: told to whoever listens
   * now, never told again. Asked at each look while anybody listens.
   */
  momentary?(): Promise<Omit<LiveMessage<Reader>, 'at'>[]>;
};

/** A cursor as the client hands it back in Last-Event-ID; null when it is none of ours. */
export const parseCursor = (text: string): LiveCursor | null => (/^\d{1,19}$/.test(text) ? BigInt(text) : null);
