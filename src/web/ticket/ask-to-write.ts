import type { Mode } from '#web/ticket/drafts.ts';

const listeners = new Set<(mode: Mode) => void>();

/** Asks the composer that is on the screen to take the focus in a mode. */
export function askToWrite(mode: Mode): void {
  for (const ask of listeners) ask(mode);
}

/** Listens to that; gives back how to stop. */
export function onAskToWrite(ask: (mode: Mode) => void): () => void {
  listeners.add(ask);
  return () => listeners.delete(ask);
}
