import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { TicketChanged } from '#contract/live.ts';
import type { Presence } from '#contract/presence.ts';
import { hearServer, serverNow, silenceMs, useTick } from '#web/app/clock.ts';
import { checkKept } from '#web/app/offline/check-kept.ts';
import { setPresent } from '#web/people/presence.ts';
import { refreshLists } from '#web/ticket/refresh-lists.ts';

/** How long a lost stream stays unmentioned: most come back within a moment. */
const MENTION_MS = 4_000;
const STALE_MS = 30_000;
const COALESCE_MS = 120;
/** A storm of changes is no storm of requests. */
const APART_MS = 800;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000] as const;

let isConnected = true;
let lostAt = 0;
const listeners = new Set<() => void>();
function setConnected(value: boolean): void {
  if (isConnected === value) return;
  isConnected = value;
  // A browser that knows it has no network need not be waited for.
  lostAt = navigator.onLine ? serverNow() : 0;
  for (const tell of listeners) tell();
}

/** Runs `act` each time the line to the server is back. Gives back how to stop. */
export function onLineBack(act: () => void): () => void {
  const look = (): void => {
    if (isConnected) act();
  };
  listeners.add(look);
  return () => void listeners.delete(look);
}

/**
 * Brings up to date exactly what the live messages touch; only what is shown is fetched. The first message of a
 * burst acts at once, those that follow within the moment together.
 */
function makeInvalidator(client: QueryClient): (ticketId: number) => void {
  const waiting = new Set<number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAt = 0;
  const flush = (): void => {
    timer = undefined;
    lastAt = serverNow();
    for (const id of waiting) {
      for (const kind of ['ticket', 'messages', 'events']) void client.invalidateQueries({ queryKey: [kind, id] });
    }
    // Should it fail, the list is as old as the banner says; the next message tries again.
    refreshLists(client, new Set(waiting)).catch(() => undefined);
    waiting.clear();
  };
  return (ticketId) => {
    waiting.add(ticketId);
    timer ??= setTimeout(flush, Math.max(COALESCE_MS, lastAt + APART_MS - serverNow()));
  };
}

const parse = <Body>(event: Event): Body => JSON.parse((event as MessageEvent<string>).data) as Body;

function hearBeats(source: EventSource, client: QueryClient): void {
  source.addEventListener('heartbeat', (event) => hearServer(parse<{ now: number }>(event).now));
  // By the first, the server has heard of this desk and may have made whoever sits here available.
  const heardOf = (): void => void client.invalidateQueries({ queryKey: ['me', 'presence'] });
  source.addEventListener('heartbeat', heardOf, { once: true });
}

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
  let hasOpened = false;
  let mayHaveMissed = false;
  const reopen = (): void => {
    clearTimeout(retry);
    source?.close();
    open(true);
  };
  const lose = (): void => setConnected(false);

  const open = (isAgain: boolean): void => {
    // A stream that never was open has no place to be taken up from: what changed before it opens is fetched.
    mayHaveMissed = isAgain;
    source = new EventSource('/api/live');
    source.addEventListener('open', () => {
      failures = 0;
      hasOpened = true;
      setConnected(true);
      if (mayHaveMissed) refetchShown();
      mayHaveMissed = false;
    });
    source.addEventListener('ticket', (event) => {
      const { ticketId } = parse<TicketChanged>(event);
      changed(ticketId);
      checkKept(client, ticketId);
    });
    source.addEventListener('presence', (event) => {
      const { ticketId, people } = parse<Presence>(event);
      setPresent(client, ticketId, people);
    });
    source.addEventListener('notice', () => void client.invalidateQueries({ queryKey: ['notices'] }));
    hearBeats(source, client);
    source.addEventListener('resync', refetchShown);
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CONNECTING && !hasOpened) mayHaveMissed = true;
      setConnected(false);
      if (source?.readyState !== EventSource.CLOSED || isClosed) return;
      clearTimeout(retry);
      retry = setTimeout(() => open(true), RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    });
  };
  open(false);
  addEventListener('online', reopen);
  addEventListener('offline', lose);
  return () => {
    isClosed = true;
    removeEventListener('online', reopen);
    removeEventListener('offline', lose);
    clearTimeout(retry);
    source?.close();
    setConnected(true);
  };
}

/** Whether there is no line to the server, as far as is known. */
export const isLineLost = (): boolean => !isConnected || !navigator.onLine;

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
