import type pg from 'pg';

/** What pg's client asks of a query that speaks the COPY protocol. */
interface CopyQuery extends pg.Submittable {
  handleError(error: Error): void;
  handleReadyForQuery(): void;
  handleCommandComplete(): void;
  handleCopyInResponse(connection: CopyConnection): void;
  handleCopyData(message: { chunk: Buffer }, connection: CopyConnection): void;
}
type CopyConnection = pg.Connection & {
  query(text: string): void;
  stream: { pause(): void; resume(): void; writableNeedDrain: boolean; once(event: 'drain', done: () => void): void };
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
};

/** Whatever takes chunks: false from `write` means "wait for drain". */
export interface Sink {
  write(chunk: Buffer): boolean;
  once(event: 'drain', done: () => void): unknown;
}

/** Runs `copy … to stdout` and passes every chunk to `sink`, no faster than that takes them. */
export const copyOut = (client: pg.Client, statement: string, sink: Sink): Promise<void> => {
  let isPaused = false;
  return submit(client, statement, {
    handleCopyInResponse: (connection) => connection.sendCopyFail('nothing to send'),
    handleCopyData: ({ chunk }, connection) => {
      // the chunk is a view of a buffer that pg fills again
      if (sink.write(Buffer.from(chunk)) || isPaused) return;
      isPaused = true;
      connection.stream.pause();
      sink.once('drain', () => {
        isPaused = false;
        connection.stream.resume();
      });
    },
  });
};

/** Runs `copy … from stdin` with the chunks of `source`, no faster than the server takes them. */
export const copyIn = async (client: pg.Client, statement: string, source: AsyncIterable<Buffer>): Promise<void> => {
  let failure: { error: unknown } | null = null;
  const failed = (error: unknown): void => void (failure = { error });
  try {
    await submit(client, statement, {
      handleCopyInResponse: (connection) => void feed(connection, source, failed),
      handleCopyData: () => {},
    });
  } catch (error) {
    // the server only repeats that we gave up: why we did says more
    throw (failure as { error: unknown } | null)?.error ?? error;
  }
};

const feed = async (
  connection: CopyConnection,
  source: AsyncIterable<Buffer>,
  failed: (error: unknown) => void,
): Promise<void> => {
  try {
    for await (const chunk of source) {
      connection.sendCopyFromChunk(chunk);
      if (connection.stream.writableNeedDrain) {
        await new Promise<void>((resolve) => {
          connection.stream.once('drain', resolve);
        });
      }
    }
    connection.endCopyFrom();
  } catch (error) {
    failed(error);
    connection.sendCopyFail('the source ended');
  }
};

const submit = (
  client: pg.Client,
  statement: string,
  handlers: Pick<CopyQuery, 'handleCopyInResponse' | 'handleCopyData'>,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const query: CopyQuery = {
      submit: (connection) => (connection as CopyConnection).query(statement),
      handleError: reject,
      handleCommandComplete: () => {},
      handleReadyForQuery: () => resolve(),
      ...handlers,
    };
    client.query(query);
  });
