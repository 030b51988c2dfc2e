import type { Instant } from '#core/time.ts';

/** A moment of one part of a ticket, by its number; of an approval, that of one seat. */
export type Moved =
  | { part: 'step'; id: number; at: Instant }
  | { part: 'loan'; id: number; remindAt: Instant; confirmBy: Instant | null }
  | { part: 'leg'; id: number; at: Instant }
  | { part: 'approval'; id: number; seatId: number; at: Instant };

/** The rules of a time zone changed: what working hours had said of these moments to come, they say anew. */
export interface RezoneEvent {
  type: 'moments_rezoned';
  /** The version of the time zone data, like `2026c`; null: nobody knows. */
  zoneData: string | null;
  moved: Moved[];
}
