import type { LinkKind } from '#core/link/link.ts';
import type { TicketId } from '#core/ids.ts';

/** What is said of two tickets; each half is decided on its own ticket, in one transaction. */
export type LinkCommand = { type: 'link'; otherId: TicketId; kind: LinkKind } | { type: 'unlink'; otherId: TicketId };

export type LinkRefusal =
  | 'links_itself'
  | 'already_linked'
  | 'not_linked'
  | 'too_many_links'
  | 'has_parent'
  | 'link_circle';
