import { Outlet, useParams } from '@tanstack/react-router';
import { useKeys } from '#web/app/keys/keys.ts';
import { useDisplay } from '#web/ticket/display.ts';
import type { View } from '#contract/list.ts';
import { TicketList } from '#web/ticket/TicketList.tsx';

/** The split: list on one side, the open ticket on the other; on a phone one of the two, as a table the list alone. */
export function Inbox() {
  const view = useParams({ strict: false, select: (params) => params.view });
  const isOpen = useParams({ strict: false, select: ({ ticketId }) => ticketId !== undefined });
  const { mode } = useDisplay();
  const isAlone = !isOpen && mode === 'table';
  useKeys([
    {
      id: 'pane.left',
      title: 'web.key.pane_left',
      keys: ['Shift+ArrowLeft'],
      scope: 'everywhere',
      run: () => document.getElementById('ticket-grid')?.focus(),
    },
    {
      id: 'pane.right',
      title: 'web.key.pane_right',
      keys: ['Shift+ArrowRight'],
      scope: 'everywhere',
      when: () => document.getElementById('ticket-title') !== null,
      run: () => document.getElementById('ticket-title')?.focus(),
    },
  ]);
  return (
    <div className="inbox" data-open={isOpen || undefined} data-alone={isAlone || undefined}>
      <TicketList view={view as View} isAlone={isAlone} />
      {!isAlone && <Outlet />}
    </div>
  );
}
