import type { Queue, StoodStill } from '#core/queue/queue.ts';
import type { TicketId } from '#core/ids.ts';
import type { WaitReason } from '#core/routing/distribution.ts';
import { HOUR, NEVER, type Duration, type Instant } from '#core/time.ts';

/** People are told of a standstill at most this often, however much waits. */
export const STANDSTILL_TOLD_EVERY: Duration = HOUR;

/** What of a queue waits although somebody was looked for. */
export interface Standstill {
  /** What has waited longest, and why nobody was asked to take it. */
  ticketId: TicketId;
  why: WaitReason;
  waiting: number;
  /** When the first of it will be late; null = nothing of it has a moment. */
  dueAt: Instant | null;
}

/**
 * Whether people hear that nobody may be offered what waits: at once, then every hour as long as it is so. That everybody
 * has gone home is nothing to tell, unless something will be late before the next shift begins at `nextShiftAt` (null =
 * none is known).
 */
export function decideStandstill(
  queue: Queue,
  standstill: Standstill | null,
  { nextShiftAt, now }: { nextShiftAt: Instant | null; now: Instant },
): StoodStill[] {
  if (standstill === null) return [];
  const { dueAt, ...told } = standstill;
  if (told.why === 'off_shift' && (dueAt ?? NEVER) >= (nextShiftAt ?? NEVER)) return [];
  if (queue.stoodStillAt !== null && now < queue.stoodStillAt + STANDSTILL_TOLD_EVERY) return [];
  return [{ type: 'stood_still', ...told }];
}
