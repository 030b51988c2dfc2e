import { useSyncExternalStore } from 'react';

/**
 * The server's clock as this desk knows it. A wrong clock on the desk must not falsify what is shown, so
 * every reply that carries the server's `now` sets the offset.
 */
let offsetMs = 0;
let heardAt = 0;

// oxlint-disable-next-line no-restricted-properties -- the one place where the browser's clock is read
const local = (): number => Date.now();

/** The server's present moment, in milliseconds since 1970 UTC. */
export const serverNow = (): number => local() + offsetMs;

/** Takes over what the server said its time is. */
export function hearServer(now: number): void {
  offsetMs = now - local();
  heardAt = local();
}

/** How long the server has said nothing about the time, in milliseconds. */
export const silenceMs = (): number => local() - heardAt;

const STEP_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The moment everything on the screen shows: one for all, and the same however often it is asked within a tick. */
let shownNow = 0;
export function shownMoment(): number {
  const now = serverNow();
  if (Math.abs(now - shownNow) > STEP_MS) shownNow = now;
  return shownNow;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    shownNow = serverNow();
    for (const tell of listeners) tell();
  }, STEP_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * What `compute` makes of the present moment, looked at each second on one shared timer; the component
 * renders again only when the value differs, so `compute` must return a plain value such as a string.
 */
export function useTick<Value extends string | number | boolean | null>(compute: (now: number) => Value): Value {
  return useSyncExternalStore(subscribe, () => compute(shownMoment()));
}
