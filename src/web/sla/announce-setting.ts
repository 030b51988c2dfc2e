import { useSyncExternalStore } from 'react';

const KEY = 'belay.announce';
const listeners = new Set<() => void>();

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}
let isOn: boolean | null = null;
const current = (): boolean => (isOn ??= read());

/** Whether clocks of one's own tickets are told of by readers; kept in the browser, as the reader is this desk's. */
export const useAnnouncing = (): boolean =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);

export function setAnnouncing(next: boolean): void {
  isOn = next;
  try {
    localStorage.setItem(KEY, next ? 'on' : 'off');
  } catch {
    // Storage may be forbidden: it then lasts until the page is left.
  }
  for (const tell of listeners) tell();
}
