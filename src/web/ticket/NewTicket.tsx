import { lazy, Suspense } from 'react';
import { useKeys } from '#web/app/keys/keys.ts';
import { openNewTicket, useIsNewTicketOpen } from '#web/ticket/new-ticket.ts';

const Form = lazy(() => import('#web/ticket/NewTicketDialog.tsx').then((part) => ({ default: part.NewTicketDialog })));

/** The way to a ticket for somebody who called or came by; its form is fetched when it is asked for. */
export function NewTicket() {
  const isOpen = useIsNewTicketOpen();
  useKeys([{ id: 'create', title: 'web.key.create', keys: ['c'], scope: 'everywhere', run: openNewTicket }]);
  return isOpen ? (
    <Suspense fallback={null}>
      <Form />
    </Suspense>
  ) : null;
}
