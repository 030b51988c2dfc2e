import { useNavigate, useRouter } from '@tanstack/react-router';
import { useKeys } from '#web/app/keys/keys.ts';
import type { Mode } from '#web/ticket/drafts.ts';
import { catchWords } from '#web/ticket/early-words.ts';
import { wantedTicket } from '#web/ticket/wanted-ticket.ts';

/** The id of the place where the composer of a ticket stands. */
export const composerPlace = (ticketId: number): string => `composer-${ticketId}`;

/**
 * The keys for writing while the ticket that the address names is still on its way, or shows another tab than its
 * thread: they are kept, and so is what is typed next, until its composer takes both.
 */
export function useWriteEarly(): void {
  const router = useRouter();
  const navigate = useNavigate();
  const awaited = (): number | null => {
    const id = wantedTicket(router.latestLocation.pathname);
    return id === null || document.getElementById(composerPlace(id)) !== null ? null : id;
  };
  const write = (mode: Mode): void => {
    const id = awaited();
    if (id === null) return;
    catchWords(id, mode);
    if ('tab' in router.latestLocation.search) {
      void navigate({ to: '.', search: (before) => ({ ...before, tab: undefined }), replace: true });
    }
  };
  const isAwaited = (): boolean => awaited() !== null;
  useKeys([
    {
      id: 'ticket.reply',
      title: 'web.key.reply',
      keys: ['r'],
      scope: 'ticket',
      when: isAwaited,
      run: () => write('reply'),
    },
    {
      id: 'ticket.note',
      title: 'web.key.note',
      keys: ['n'],
      scope: 'ticket',
      when: isAwaited,
      run: () => write('note'),
    },
  ]);
}
