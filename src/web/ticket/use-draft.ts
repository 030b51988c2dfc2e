import { useSyncExternalStore } from 'react';
import { draftKey, joined, NOTHING, openDrafts, type Draft, type Slot, type Written } from '#web/ticket/drafts.ts';

/** Storage may be forbidden as such: then asking for it throws each time, and drafts last as long as the page. */
const drafts = openDrafts({
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, value),
  removeItem: (key) => localStorage.removeItem(key),
});
addEventListener('pagehide', drafts.keep);
document.addEventListener('visibilitychange', drafts.keep);

/** What one person writes on one ticket in one mode; it survives the route, a reload and a crash. */
export const useDraft = (personId: number, ticketId: number, slot: Slot): Draft => {
  const key = draftKey(personId, ticketId, slot);
  return useSyncExternalStore(drafts.subscribe, () => drafts.read(key));
};

/** What a person writes about a ticket, slot by slot. */
export interface Desk {
  read: (slot: Slot) => Written;
  type: (slot: Slot, part: Partial<Written>) => void;
  put: (slot: Slot, written: Written) => void;
  /** Puts it above what is there already. */
  add: (slot: Slot, written: Written) => void;
  clear: (slot: Slot) => void;
}

/** The drafts of one person on one ticket. */
export function deskOf(personId: number, ticketId: number): Desk {
  const keyOf = (slot: Slot): string => draftKey(personId, ticketId, slot);
  return {
    read: (slot) => drafts.read(keyOf(slot)),
    type: (slot, part) => drafts.type(keyOf(slot), part),
    put: (slot, written) => drafts.put(keyOf(slot), written),
    add: (slot, written) => drafts.put(keyOf(slot), joined(written, drafts.read(keyOf(slot)))),
    clear: (slot) => drafts.put(keyOf(slot), NOTHING),
  };
}
