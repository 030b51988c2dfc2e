import { useSyncExternalStore } from 'react';

export interface Toast {
  id: number;
  text: string;
  tone: 'done' | 'refused';
  /** What to name when asking for help. */
  requestId: string | null;
}

const SHOWN_MS = 8_000;
const MOST = 3;
let toasts: readonly Toast[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const tell of listeners) tell();
}

export const dropToast = (id: number): void => set(toasts.filter((toast) => toast.id !== id));

/** Says something for eight seconds, at most three things at once. */
export function toast(text: string, tone: Toast['tone'] = 'done', requestId: string | null = null): void {
  counter += 1;
  const id = counter;
  set([...toasts.filter((other) => other.text !== text).slice(1 - MOST), { id, text, tone, requestId }]);
  setTimeout(() => dropToast(id), SHOWN_MS);
}

export const useToasts = (): readonly Toast[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
