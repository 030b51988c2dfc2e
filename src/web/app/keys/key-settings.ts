import { useSyncExternalStore } from 'react';

/** What somebody set for the keys of this desk. */
export interface KeySettings {
  /** Single keys rest; sending and leaving a field stay, since nothing is typed by them. */
  isOff: boolean;
  /** Own keys by the id of the action; an empty list leaves it without one. */
  own: Readonly<Record<string, readonly string[]>>;
}

const KEY = 'belay.keys';
const NONE: KeySettings = { isOff: false, own: {} };

function read(): KeySettings {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<KeySettings> | null;
    return { isOff: kept?.isOff === true, own: typeof kept?.own === 'object' ? kept.own : {} };
  } catch {
    return NONE;
  }
}

let settings: KeySettings | null = null;
const listeners = new Set<() => void>();

/** The settings of this desk; kept in the browser, so that a keyboard and its keys stay together. */
export const keySettings = (): KeySettings => (settings ??= read());

export function setKeySettings(next: KeySettings): void {
  settings = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Storage may be forbidden: they then last until the page is left.
  }
  for (const tell of listeners) tell();
}

export function subscribeKeySettings(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useKeySettings = (): KeySettings => useSyncExternalStore(subscribeKeySettings, keySettings);

/** The keys of an action as they are in force: somebody's own, else the usual ones. */
export const keysInForce = (id: string, usual: readonly string[], { own }: KeySettings): readonly string[] =>
  own[id] ?? usual;
