import { SECOND } from '#core/time.ts';
import { pause } from '#server/platform/clock.ts';
import type { StartedCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { deliver, recarry, type Dispatch } from './deliver.ts';

const LOOK_EVERY = 5 * SECOND;

/** Mail leaving, for as long as Belay runs. */
export interface Dispatcher {
  /** Lets the deliveries in hand finish. */
  stop(): Promise<void>;
}

/**
 * Starts delivering what the carrier brings, and looks every few seconds for rows that it lost. The first look comes
 * at once: what a crash left behind goes out when Belay is back.
 */
export async function startDispatch<Mail>(dispatch: Dispatch<Mail>, carrier: StartedCarrier): Promise<Dispatcher> {
  const stopping = new AbortController();
  await carrier.work((outboxId) => deliver(dispatch, outboxId));
  const looking = look(dispatch, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await looking;
      await carrier.stop();
    },
  };
}

async function look<Mail>(dispatch: Dispatch<Mail>, stopping: AbortSignal): Promise<void> {
  let failing = false;
  while (!stopping.aborted) {
    try {
      await recarry(dispatch);
      failing = false;
    } catch (error) {
      if (!failing) dispatch.log.warn({ err: error }, 'the outbox cannot be looked at; it is tried again');
      failing = true;
    }
    await pause(LOOK_EVERY, stopping).catch(() => {});
  }
}
