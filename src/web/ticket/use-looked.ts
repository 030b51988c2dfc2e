import { useEffect, useState } from 'react';
import { afterFrame } from '#web/app/after-frame.ts';

const KEY = 'belay.looked';
const MOST = 300;

function read(): Record<string, number> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, number>;
  } catch {
    return {};
  }
}

/**
 * The newest message this desk had shown of a ticket before it was opened now, for the line "new since you
 * looked"; null the first time. Bounded: the oldest looks are forgotten.
 */
export function useLooked(ticketId: number, newest: number | null): number | null {
  const [before] = useState(() => read()[ticketId] ?? null);
  useEffect(() => {
    if (newest === null || document.visibilityState !== 'visible') return undefined;
    return afterFrame(() => keep(ticketId, newest));
  }, [ticketId, newest]);
  return before;
}

function keep(ticketId: number, newest: number): void {
  const { [ticketId]: _replaced, ...others } = read();
  const kept = Object.entries(others).slice(-MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...Object.fromEntries(kept), [ticketId]: newest }));
  } catch {
    // Storage may be full or forbidden: then there is no line, nothing else.
  }
}
