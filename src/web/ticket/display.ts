import { useSyncExternalStore } from 'react';

export const COLUMNS = [
  'severity',
  'number',
  'requester',
  'subject',
  'status',
  'team',
  'assignee',
  'channel',
  'language',
  'topic',
  'tags',
  'updated',
  'opened',
  'clock',
] as const;
export type Column = (typeof COLUMNS)[number];

/** How this desk draws its lists. */
export interface Display {
  mode: 'list' | 'table';
  density: 'comfortable' | 'compact';
  columns: readonly Column[];
}

const KEY = 'belay.display';
const USUAL: Display = {
  mode: 'list',
  density: 'comfortable',
  columns: ['severity', 'number', 'requester', 'subject', 'status', 'team', 'assignee', 'updated', 'clock'],
};

function read(): Display {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Record<keyof Display, unknown>>;
    const columns = Array.isArray(kept.columns)
      ? COLUMNS.filter((one) => (kept.columns as unknown[]).includes(one))
      : [];
    return {
      mode: kept.mode === 'table' ? 'table' : 'list',
      density: kept.density === 'compact' ? 'compact' : 'comfortable',
      columns: columns.length === 0 ? USUAL.columns : columns,
    };
  } catch {
    return USUAL;
  }
}

let display: Display | null = null;
const listeners = new Set<() => void>();
const current = (): Display => (display ??= read());

/** Draws lists so from now on, on this desk. */
export function setDisplay(change: Partial<Display>): void {
  display = { ...current(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(display));
  } catch {
    // Storage may be forbidden: it then lasts until the page is left.
  }
  for (const tell of listeners) tell();
}

export const useDisplay = (): Display =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);

/** The height of a row in pixels. */
export const rowHeight = ({ mode, density }: Display): number =>
  mode === 'table' ? (density === 'compact' ? 36 : 44) : density === 'compact' ? 44 : 64;
