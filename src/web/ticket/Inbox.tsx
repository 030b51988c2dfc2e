import { Outlet, useParams } from '@tanstack/react-router';
import { TicketList } from '#web/ticket/TicketList.tsx';
import type { View } from '#web/ticket/queries.ts';

/** The split: list on one side, the selected ticket on the other; on a phone one of the two. */
export function Inbox() {
  const { view, ticketId } = useParams({ strict: false });
  return (
    <div className="inbox" data-open={ticketId === undefined ? undefined : true}>
      <TicketList view={view as View} />
      <Outlet />
    </div>
  );
}
