import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { TicketChanged } from '#contract/live.ts';
import { hearServer, serverNow, silenceMs, useTick } from '#web/app/clock.ts';

/** How long a lost stream stays unmentioned: most come back within a moment. */
const MENTION_MS = 4_000;
const STALE_MS = 30_000;
const COALESCE_MS = 120;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000] as const;

let isConnected = true;
let lostAt = 0;
const listeners = new Set<() => void>();
function setConnected(value: boolean): void {
  if (isConnected === value) return;
  isConnected = value;
  lostAt = serverNow();
  for (const tell of listeners) tell();
}

/** Marks as stale exactly what the live message touches; only what is shown is fetched. */
function makeInvalidator(client: QueryClient): (ticketId: number | null) => void {
  const waiting = new Set<number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    for (const id of waiting) {
      void client.invalidateQueries({ queryKey: ['ticket', id] });
      void client.invalidateQueries({ queryKey: ['messages', id] });
      void client.invalidateQueries({ queryKey: ['events', id] });
    }
    waiting.clear();
    void client.invalidateQueries({ queryKey: ['tickets'] });
  };
  return (ticketId) => {
    if (ticketId !== null) waiting.add(ticketId);
    timer ??= setTimeout(flush, COALESCE_MS);
  };
}

const parse = <Body>(event: Event): Body => JSON.parse((event as MessageEvent<string>).data) as Body;

/**
 * Opens the one live stream of this desk. The browser takes it up again where it broke (Last-Event-ID); when
 * the server refuses that, a new one is opened and everything shown is fetched anew. Gives back how to close.
 */
export function openLive(client: QueryClient): () => void {
  const changed = makeInvalidator(client);
  const refetchShown = (): void => void client.invalidateQueries({ refetchType: 'active' });
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isClosed = false;

  const open = (isAgain: boolean): void => {
    source = new EventSource('/api/live');
    source.addEventListener('open', () => {
      failures = 0;
      setConnected(true);
      if (isAgain) refetchShown();
    });
    source.addEventListener('ticket', (event) => changed(parse<TicketChanged>(event).ticketId));
    source.addEventListener('notice', () => void client.invalidateQueries({ queryKey: ['notices'] }));
    source.addEventListener('heartbeat', (event) => hearServer(parse<{ now: number }>(event).now));
    source.addEventListener('resync', refetchShown);
    source.addEventListener('error', () => {
      setConnected(false);
      if (source?.readyState !== EventSource.CLOSED || isClosed) return;
      clearTimeout(retry);
      retry = setTimeout(() => open(true), RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    });
  };
  open(false);
  return () => {
    isClosed = true;
    clearTimeout(retry);
    source?.close();
    setConnected(true);
  };
}

const useIsConnected = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isConnected,
  );

/** Whether clocks are to be read with "≈": the server has been silent for more than thirty seconds. */
export function useIsStale(): boolean {
  const connected = useIsConnected();
  return useTick(() => !connected && silenceMs() > STALE_MS);
}

/** Whether to say that the live stream is lost; not for the blink of a restart. */
export function useIsOffline(): boolean {
  const connected = useIsConnected();
  return useTick((now) => !connected && now - lostAt > MENTION_MS);
}
