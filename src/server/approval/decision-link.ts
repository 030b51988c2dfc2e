import { createHmac } from 'node:crypto';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { approvalAskedOf, keepLink } from './link-store.ts';

/** What a mail tells somebody, as far as a link may follow from it. */
export interface MailedEvent {
  outboxId: number;
  personId: PersonId;
  ticketId: TicketId;
  eventSeq: number;
  kind: string;
}

/** What asks somebody for their yes or no, or calls them for a step that does. */
const ASKING = new Set([
  'approval_asked',
  'approval_passed_on',
  'approval_delegated',
  'approval_carried_over',
  'step_reached',
  'told_again',
]);

/**
 * Makes the address under which somebody decides what a mail asks of them; null when it asks nothing, or no longer. Its
 * secret follows from the mail and the installation's own, so that a mail that is sent again says the same; only its
 * hash is kept.
 */
export const decisionLinks =
  ({ secret, publicUrl, clock }: { secret: string; publicUrl: string; clock: Clock }) =>
  async (tx: Tx, event: MailedEvent): Promise<string | null> => {
    if (!ASKING.has(event.kind)) return null;
    const approvalId = await approvalAskedOf(tx, event);
    if (approvalId === null) return null;
    const { ticketId, personId, outboxId } = event;
    const about = ['approval', outboxId, ticketId, approvalId, personId].join(':');
    const token = createHmac('sha256', secret).update(about).digest('base64url');
    await keepLink(tx, { token, ticketId, approvalId, personId, now: await clock.now(tx) });
    return `${publicUrl}/decide/${token}`;
  };
