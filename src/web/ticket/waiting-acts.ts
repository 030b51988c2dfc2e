import { useSyncExternalStore } from 'react';
import { keeping } from '#web/app/offline/database.ts';
import type { Promised } from '#web/ticket/conflict.ts';
import type { Written } from '#web/ticket/drafts.ts';

/** An act that was done on this desk and has not reached the server. */
export interface WaitingAct extends Promised {
  /** In the order they were done; given by the browser's database. */
  order: number;
  personId: number;
  ticketId: number;
  number: number;
  subject: string;
  commandId: string;
  at: number;
  /** The words as they were written, to put them back into the composer; null for acts without words. */
  written: Written | null;
  /** Why whoever did it must decide: a code; null while it only waits. */
  asks: string | null;
}

const NONE: readonly WaitingAct[] = [];
let acts: readonly WaitingAct[] = NONE;
const listeners = new Set<() => void>();
// A desk in another tab of the same browser has the same list.
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('belay.waiting');
tabs?.addEventListener('message', () => void readWaiting());

/** Reads the list as it is kept. */
export async function readWaiting(): Promise<void> {
  const kept = await keeping<WaitingAct[]>(
    'act',
    'readonly',
    (store) => store.getAll() as IDBRequest<WaitingAct[]>,
  ).catch(() => null);
  if (kept === null) return;
  acts = kept;
  for (const tell of listeners) tell();
}

async function changed(): Promise<void> {
  await readWaiting();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no window to name
  tabs?.postMessage('changed');
}

/** Keeps an act until it can go out; it is on disk when this is done. Rejects when this browser keeps nothing. */
export async function keepWaiting(act: Omit<WaitingAct, 'order'>): Promise<void> {
  await keeping('act', 'readwrite', (store) => store.add(act));
  await changed();
}

/** Keeps what became of an act. */
export async function replaceWaiting(act: WaitingAct): Promise<void> {
  await keeping('act', 'readwrite', (store) => store.put(act));
  await changed();
}

/** The act went out, or is not wanted any more. */
export async function dropWaiting(order: number): Promise<void> {
  await keeping('act', 'readwrite', (store) => store.delete(order));
  await changed();
}

/** Forgets what one person did: they signed out. */
export async function forgetWaiting(personId: number): Promise<void> {
  await readWaiting();
  for (const { order } of waitingOf(personId)) await dropWaiting(order);
}

/** What waits of one person, in the order they did it; of others on this browser nothing is shown or sent. */
export const waitingOf = (personId: number): readonly WaitingAct[] => acts.filter((act) => act.personId === personId);

/** Shows what waits on this browser. */
export const useWaiting = (): readonly WaitingAct[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => acts,
  );
