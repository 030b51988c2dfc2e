import { useSyncExternalStore } from 'react';

/** Whether the form for a new ticket is open; it may be asked for from the list, a key or the palette. */
let isOpen = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  isOpen = next;
  for (const tell of listeners) tell();
}

export const openNewTicket = (): void => set(true);
export const closeNewTicket = (): void => set(false);

export const useIsNewTicketOpen = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOpen,
  );
