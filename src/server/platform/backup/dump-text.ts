import { z } from 'zod';

/** The first line of a backup, after `-- `: what is needed to know whether this Belay can take it. */
export const dumpHeader = z.object({
  belayBackup: z.literal(1),
  version: z.string(),
  takenAt: z.string(),
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
});
export type DumpHeader = z.infer<typeof dumpHeader>;

/** The last line, after `-- `: that the backup is whole. */
export const dumpEnd = z.object({
  belayBackupEnd: z.literal(1),
  rows: z.record(z.string(), z.number().int()),
  sequences: z.array(z.object({ name: z.string(), value: z.number().int(), called: z.boolean() })),
  /** What the installation signs and encrypts with; null = it is kept apart from the backup. */
  secret: z.string().nullable(),
});
export type DumpEnd = z.infer<typeof dumpEnd>;

const COPY = /^COPY (\S+) \((.+)\) FROM stdin;$/;
const END_OF_ROWS = Buffer.from('\n\\.\n');

/** What a reader of a backup meets, in order. The rows of a table must be read before the next part is asked for. */
export type DumpPart =
  | { part: 'comment'; json: unknown }
  | { part: 'rows'; table: string; columns: string; rows: AsyncIterable<Buffer> };

/** The file is no backup of Belay's, or was cut off. */
export class BadDump extends Error {
  override readonly name = 'BadDump';
}

/** Reads the text of a backup piece by piece: a row may be larger than what is held at once. */
export async function* readDump(source: AsyncIterable<Buffer>): AsyncGenerator<DumpPart> {
  const reader = new Pieces(source);
  for (;;) {
    const line = await reader.line();
    if (line === null) return;
    if (line.startsWith('-- {')) yield { part: 'comment', json: parsed(line.slice(3)) };
    if (line === '' || line.startsWith('--') || line.startsWith('SELECT pg_catalog.setval(')) continue;
    const found = COPY.exec(line);
    if (found === null) throw new BadDump('the file says something that is in no backup');
    yield { part: 'rows', table: found[1]!, columns: found[2]!, rows: reader.rows() };
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadDump('a line of the backup cannot be read', { cause: error });
  }
};

const LONGEST_LINE = 16 * 1_048_576;

class Pieces {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async line(): Promise<string | null> {
    for (;;) {
      const end = this.#held.indexOf(10);
      if (end >= 0) {
        const line = this.#held.toString('utf8', 0, end);
        // the end of this line stays: rows end with a line of their own, which may be the first
        this.#held = this.#held.subarray(end + 1);
        return line;
      }
      if (this.#held.length > LONGEST_LINE) throw new BadDump('the file is no backup');
      if (await this.#more()) continue;
      if (this.#held.length > 0) throw new BadDump('the file is cut off');
      return null;
    }
  }

  /** Rows as they are, up to the line that ends them. */
  async *rows(): AsyncGenerator<Buffer> {
    // as if the line before had not been taken: an empty table has nothing but the end
    this.#held = Buffer.concat([Buffer.from('\n'), this.#held]);
    let isFirst = true;
    for (;;) {
      const end = this.#held.indexOf(END_OF_ROWS);
      const upTo = end >= 0 ? end + 1 : this.#held.length - (END_OF_ROWS.length - 1);
      if (upTo > (isFirst ? 1 : 0)) {
        yield this.#held.subarray(isFirst ? 1 : 0, upTo);
        isFirst = false;
        this.#held = this.#held.subarray(upTo);
      }
      if (end >= 0) {
        this.#held = this.#held.subarray(END_OF_ROWS.length - (isFirst ? 0 : 1));
        return;
      }
      if (!(await this.#more())) throw new BadDump('the file is cut off');
    }
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#source.next();
    if (done === true) return false;
    this.#held = this.#held.length === 0 ? (value as Buffer) : Buffer.concat([this.#held, value as Buffer]);
    return true;
  }
}
