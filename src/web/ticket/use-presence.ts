import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Presence, PresenceMode } from '#contract/presence.ts';
import { afterFrame } from '#web/app/after-frame.ts';
import { api } from '#web/app/api.ts';
import { serverNow } from '#web/app/clock.ts';
import { setPresent, usePresent, type Present } from '#web/people/presence.ts';
import type { Mode } from '#web/ticket/drafts.ts';

/** Whoever only leads past a ticket is not at it. */
const ARRIVED_MS = 500;
const HEARTBEAT_MS = 15_000;
/** As long as the server lets a claim stand without a key. */
const CLAIM_MS = 180_000;
/** Nothing is drawn while nobody sees the page. */
const LEFT_MS = 200;
const MODES: Record<Mode, PresenceMode> = { reply: 'replying', note: 'noting' };

export interface Here {
  /** Something was typed: from the first key on, colleagues see it. */
  write: (mode: Mode) => void;
}

/** Says to colleagues that somebody looks at this ticket, or writes, for as long as it is on the screen. */
export function useBeHere(ticketId: number): Here {
  const client = useQueryClient();
  const typed = useRef<{ mode: PresenceMode; at: number } | null>(null);
  const say = useRef<() => void>(() => undefined);
  useEffect(() => {
    const path = `/api/tickets/${ticketId}/presence`;
    // That nobody is told is not worth a word: the next heartbeat tries again.
    const forgive = (): void => undefined;
    let isTold = false;
    const beat = (): void => {
      if (document.visibilityState !== 'visible') return;
      isTold = true;
      const idleMs = typed.current === null ? CLAIM_MS : Math.max(0, serverNow() - typed.current.at);
      const mode = typed.current === null || idleMs >= CLAIM_MS ? 'viewing' : typed.current.mode;
      api
        .put<Presence>(path, { mode, idleMs: Math.round(idleMs) })
        .then(({ people }) => setPresent(client, ticketId, people), forgive);
    };
    const leave = (): void => {
      if (isTold) void fetch(path, { method: 'DELETE', keepalive: true }).catch(forgive);
      isTold = false;
    };
    const onVisible = (): void => (document.visibilityState === 'visible' ? beat() : leave());
    say.current = beat;
    typed.current = null;
    const arrival = setTimeout(beat, ARRIVED_MS);
    const timer = setInterval(beat, HEARTBEAT_MS);
    document.addEventListener('visibilitychange', onVisible);
    addEventListener('pagehide', leave);
    return () => {
      clearTimeout(arrival);
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
      // whoever goes from ticket to ticket sees the next one before anybody is told that they left
      afterFrame(() => {
        removeEventListener('pagehide', leave);
        leave();
      }, LEFT_MS);
    };
  }, [ticketId, client]);
  return {
    write: (mode) => {
      const before = typed.current;
      const now = serverNow();
      typed.current = { mode: MODES[mode], at: now };
      if (before === null || before.mode !== MODES[mode] || now - before.at >= CLAIM_MS) say.current();
    },
  };
}

/** Who else is at the ticket; the live stream keeps it. */
export const useOthers = (ticketId: number, meId: number): readonly Present[] =>
  usePresent(ticketId).filter(({ person }) => person.id !== meId);
