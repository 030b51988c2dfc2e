import type { Duration } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** What carries an outbox row's id to the worker that delivers it. */
export interface Carrier {
  /**
   * Has each row looked at after `delayMs`, in the transaction that wrote it: both commit or neither does. Carrying
   * is not the truth, the row is: an id that arrives twice, or for a row that is done, changes nothing.
   */
  add(tx: Tx, rows: { outboxId: number; delayMs: Duration }[]): Promise<void>;
}
