import { useSyncExternalStore } from 'react';
import { serverNow } from '#web/app/clock.ts';

export interface Toast {
  id: number;
  text: string;
  tone: 'done' | 'refused';
  /** What to name when asking for help. */
  requestId: string | null;
  /** The act as it is kept with the recent ones, when it can be taken back. */
  act: RecentAct | null;
}

/** Something done on this desk that can be taken back. */
export interface RecentAct {
  id: number;
  at: number;
  text: string;
  /** Does the opposite; rejects when the world has moved on. */
  undo: () => Promise<unknown>;
  state: 'done' | 'undoing' | 'undone' | 'refused';
}

const SHOWN_MS = 8_000;
const MOST_TOASTS = 3;
const MOST_ACTS = 50;

let toasts: readonly Toast[] = [];
let acts: readonly RecentAct[] = [];
let counter = 0;
const timers = new Map<number, { handle: ReturnType<typeof setTimeout>; since: number; leftMs: number }>();
const listeners = new Set<() => void>();

function tellAll(): void {
  for (const tell of listeners) tell();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

function drop(id: number): void {
  clearTimeout(timers.get(id)?.handle);
  timers.delete(id);
  toasts = toasts.filter((toast) => toast.id !== id);
  tellAll();
}

function run(id: number, leftMs: number): void {
  timers.set(id, { handle: setTimeout(() => drop(id), leftMs), since: serverNow(), leftMs });
}

function show(toast: Omit<Toast, 'id'>): void {
  counter += 1;
  const id = counter;
  toasts = [...toasts.filter((other) => other.text !== toast.text).slice(1 - MOST_TOASTS), { ...toast, id }];
  run(id, SHOWN_MS);
  tellAll();
}

export const dropToast = (id: number): void => drop(id);

/** Whoever reads or points at a toast has as long as they want. */
export function holdToasts(): void {
  for (const [id, timer] of timers) {
    clearTimeout(timer.handle);
    timers.set(id, { ...timer, leftMs: Math.max(2_000, timer.leftMs - (serverNow() - timer.since)) });
  }
}

/** Time runs again for every toast that was held. */
export function releaseToasts(): void {
  for (const [id, timer] of timers) {
    clearTimeout(timer.handle);
    run(id, timer.leftMs);
  }
}

/** Says something for eight seconds, at most three things at once. */
export function toast(text: string, tone: Toast['tone'] = 'done', requestId: string | null = null): void {
  show({ text, tone, requestId, act: null });
}

/** Says what was done and offers to take it back; afterwards it stays in the list of recent acts. */
export function toastUndo(text: string, undo: () => Promise<unknown>): void {
  counter += 1;
  const act: RecentAct = { id: counter, at: serverNow(), text, undo, state: 'done' };
  acts = [act, ...acts].slice(0, MOST_ACTS);
  show({ text, tone: 'done', requestId: null, act });
}

function setState(id: number, state: RecentAct['state']): void {
  acts = acts.map((act) => (act.id === id ? { ...act, state } : act));
  toasts = toasts.filter((toast) => toast.act?.id !== id);
  tellAll();
}

/** Takes one act back; rejects with the server's reason when that cannot be done any more. */
export async function undoAct(id: number): Promise<void> {
  const act = acts.find((one) => one.id === id);
  if (act === undefined || act.state === 'undoing' || act.state === 'undone') return;
  setState(id, 'undoing');
  try {
    await act.undo();
    setState(id, 'undone');
  } catch (error) {
    setState(id, 'refused');
    throw error;
  }
}

/** The newest act that can still be taken back. */
export const lastUndoable = (): RecentAct | undefined => acts.find((act) => act.state === 'done');

/** Forgets everything: somebody else may sign in at this desk. */
export function forgetActs(): void {
  acts = [];
  toasts = [];
  tellAll();
}

export const useToasts = (): readonly Toast[] => useSyncExternalStore(subscribe, () => toasts);

/** What was done on this desk since it was opened, newest first. */
export const useRecentActs = (): readonly RecentAct[] => useSyncExternalStore(subscribe, () => acts);
