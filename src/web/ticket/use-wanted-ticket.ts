import { useRouter } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { wantedTicket } from '#web/ticket/wanted-ticket.ts';

/** The ticket that the address names this moment; the page follows by and by. */
export function useWantedTicket(): number | null {
  const { history } = useRouter();
  return useSyncExternalStore(history.subscribe, () => wantedTicket(history.location.pathname));
}
