import type { Readable } from 'node:stream';
import type { Duration } from '#core/time.ts';

/** Bytes that all mails on their way in may hold together. */
export type Budget = { take(bytes: number): boolean; give(bytes: number): void };

export const createBudget = (most: number): Budget => {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > most) return false;
      taken += bytes;
      return true;
    },
    give(bytes) {
      taken -= bytes;
    },
  };
};

export type Collected =
  | { outcome: 'whole'; bytes: Buffer; release(): void }
  | { outcome: 'too_big' }
  | { outcome: 'no_room' };

/**
 * Reads a mail to its end. What grows beyond `maxBytes` or beyond the budget is read on but no longer kept, because SMTP
 * answers only after the last line. Rejects when the connection breaks or takes longer than `withinMs`.
 */
export const collect = async (
  stream: Readable,
  { maxBytes, budget, withinMs }: { maxBytes: number; budget: Budget; withinMs: Duration },
): Promise<Collected> => {
  const chunks: Buffer[] = [];
  let size = 0;
  let failed: 'too_big' | 'no_room' | null = null;
  const release = () => budget.give(size);
  const drop = (outcome: 'too_big' | 'no_room') => {
    failed = outcome;
    chunks.length = 0;
    release();
    size = 0;
  };
  const timer = setTimeout(() => stream.destroy(new Error('the mail took too long')), withinMs);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (failed !== null) continue;
      if (size + chunk.length > maxBytes) drop('too_big');
      else if (!budget.take(chunk.length)) drop('no_room');
      else {
        size += chunk.length;
        chunks.push(chunk);
      }
    }
  } catch (error) {
    release();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return failed === null ? { outcome: 'whole', bytes: Buffer.concat(chunks, size), release } : { outcome: failed };
};
