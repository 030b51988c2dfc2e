import type { LinkKind } from '#core/link/link.ts';
import type { TicketId } from '#core/ids.ts';

/** What this ticket is to another one was said, or taken back. */
export type LinkEvent =
  | { type: 'ticket_linked'; otherId: TicketId; kind: LinkKind }
  | { type: 'ticket_unlinked'; otherId: TicketId; kind: LinkKind };
