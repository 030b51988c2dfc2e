import type { LinkCommand } from '#core/link/link-command.ts';
import type { LinkEvent } from '#core/link/link-event.ts';
import type { TicketId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import type { TicketEvent } from '#core/ticket/event.ts';

/** What people say one ticket is to another: the same matter, part of it, what came after it, or merely near to it. */
export const LINK_KINDS = [
  'related',
  'duplicate_of',
  'duplicated_by',
  'child_of',
  'parent_of',
  'follows',
  'followed_by',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** The same said of the other ticket. */
export const MIRRORED: Record<LinkKind, LinkKind> = {
  related: 'related',
  duplicate_of: 'duplicated_by',
  duplicated_by: 'duplicate_of',
  child_of: 'parent_of',
  parent_of: 'child_of',
  follows: 'followed_by',
  followed_by: 'follows',
};

/** What one ticket is to another; the split kinds are not said but done. */
export interface TicketLink {
  otherId: TicketId;
  kind: LinkKind | 'split_from' | 'split_into';
}

export const MOST_LINKS = 100;

/**
 * Says what the ticket is to another one, or that it is not any more. The other half is decided on the other ticket.
 * That parents make a tree depends on who says it, and is asked before: what is hidden from them refuses nothing.
 */
export function link(draft: Draft, command: LinkCommand): Outcome {
  const { id, links } = draft.ticket;
  const { otherId } = command;
  const known = links.find((each) => each.otherId === otherId && isSaid(each));
  if (command.type === 'unlink') {
    if (known === undefined) return refuse('not_linked');
    draft.emit({ type: 'ticket_unlinked', otherId, kind: known.kind as LinkKind });
    return undefined;
  }
  const { kind } = command;
  if (otherId === id) return refuse('links_itself');
  if (known !== undefined) return refuse('already_linked');
  if (links.length >= MOST_LINKS) return refuse('too_many_links');
  draft.emit({ type: 'ticket_linked', otherId, kind });
  return undefined;
}

const isSaid = ({ kind }: TicketLink): boolean => kind !== 'split_from' && kind !== 'split_into';

/** An event that says what the ticket is to another one. */
export function isLinkEvent(event: TicketEvent): event is LinkEvent {
  return event.type === 'ticket_linked' || event.type === 'ticket_unlinked';
}

/** The links after an event. */
export function linksAfter(links: TicketLink[], event: TicketEvent): TicketLink[] {
  switch (event.type) {
    case 'ticket_linked':
      return [...links, { otherId: event.otherId, kind: event.kind }];
    case 'ticket_unlinked':
      return links.filter((each) => each.otherId !== event.otherId || !isSaid(each));
    case 'message_split_off':
      return [...links, { otherId: event.splitInto, kind: 'split_into' }];
    default:
      return links;
  }
}
