import type { EscalationReason } from '#core/escalation/escalation.ts';
import type { MessageId, PersonId, TeamId } from '#core/ids.ts';
import type { InboundKind } from '#core/ticket/event.ts';
import type { ActiveStatus, TicketSubject } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** What may be asked of a ticket. */
export type TicketCommand =
  | (TicketSubject & {
      type: 'open';
      messageId: MessageId;
      /** When the first message reached us; not later than now. */
      receivedAt: Instant;
    })
  | { type: 'receive'; messageId: MessageId; authorId: PersonId | null; kind: InboundKind }
  | { type: 'reply'; messageId: MessageId }
  /** The channel took the reply `authorId` wrote; it counts from now. */
  | { type: 'accept_reply'; messageId: MessageId; authorId: PersonId }
  /** The channel refused the reply for good; `code` names the channel's reason. */
  | { type: 'fail_reply'; messageId: MessageId; authorId: PersonId; code: string }
  | { type: 'note'; messageId: MessageId }
  /** Without a team it stays with the one it has. */
  | { type: 'assign'; assigneeId: PersonId | null; teamId: TeamId | null }
  | { type: 'set_status'; to: ActiveStatus | 'solved' }
  | {
      type: 'escalate';
      /** The firing the person saw on the live escalation; null when they saw none. */
      firing: number | null;
      reason: EscalationReason;
      messageId: MessageId | null;
    }
  | { type: 'acknowledge'; escalationId: number }
  | { type: 'confirm'; escalationId: number }
  | { type: 'tick' };

/** Every reason why a command cannot be done. */
export type RefusalCode =
  | 'not_allowed'
  | 'not_found'
  | 'already_open'
  | 'ticket_closed'
  | 'ticket_solved'
  | 'already_escalated'
  | 'not_escalated'
  | 'already_acknowledged'
  | 'not_acknowledged'
  | 'not_holder'
  | 'same_status'
  | 'same_assignee'
  | 'assignee_unknown';
