import type { ApprovalEvent } from '#core/approval/approval-event.ts';
import type { EscalationEvent } from '#core/escalation/escalation-event.ts';
import type { QuestionEvent } from '#core/question/question-event.ts';
import type { RoutingEvent } from '#core/routing/routing-event.ts';
import type { SnoozeEvent } from '#core/snooze/snooze-event.ts';
import type { MergeEvent, StatusBefore } from '#core/merge/merge-event.ts';
import type { LinkEvent } from '#core/link/link-event.ts';
import type { LegEvent } from '#core/leg/leg-event.ts';
import type { IntakeMatch } from '#core/intake/rules.ts';
import type { MatrixMatch } from '#core/matrix/matrix.ts';
import type { MessageId, OrganisationId, PersonId, TicketId, VersionId } from '#core/ids.ts';
import type { RezoneEvent } from '#core/rezone/rezone-event.ts';
import type { PromiseEvent } from '#core/promise/promise-event.ts';
import type { SignalEvent } from '#core/signal/signal-event.ts';
import type { ClockEvent } from '#core/sla/clock-event.ts';
import type { TierEvent } from '#core/ticket/tier-event.ts';
import type { ActiveStatus, Severity, TicketStatus, TicketSubject } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** What kind of message arrived: only `message` is somebody asking; the others are told by machines. */
export type InboundKind = 'message' | 'auto_reply' | 'bounce';

/** Who takes a solved ticket up again: a message from outside, an agent, or the customer without a word. */
export type Reopener = 'message' | 'agent' | 'customer';

/**
 * Something that happened to a ticket. Events hold ids, never message text. Every type carries a version
 * (`EVENT_VERSION`); fields are only added with a default, a type never changes meaning.
 */
export type TicketEvent =
  | LegEvent
  | LinkEvent
  | MergeEvent
  | SnoozeEvent
  | TierEvent
  | (TicketSubject & {
      type: 'ticket_opened';
      ticketId: TicketId;
      tier: number;
      firstContactAt: Instant;
      lookAgainAt: Instant;
      /** The matrix's choice; without it, the policy's. */
      pathVersionId?: VersionId;
      /** Which intake rules said what it is. */
      sorted?: IntakeMatch;
      /** Which row of the matrix chose its policy and path. */
      matched?: MatrixMatch;
      /** Without it, the customer. */
      openedBy?: 'customer' | 'agent';
      /** Without it, nothing of it was carried over from elsewhere. */
      importedUntil?: Instant;
      /** Its first message answered this ticket, which was closed for good by then. */
      followsId?: TicketId;
      /** Its message was split off this ticket, then, and waits for an answer since; null = it was answered there. */
      splitFrom?: TicketId;
      splitAt?: Instant;
      waitsSince?: Instant | null;
    })
  /** `authorId` is null when a machine of nobody we know wrote. */
  | {
      type: 'message_received';
      messageId: MessageId;
      authorId: PersonId | null;
      kind: InboundKind;
      /** When it reached us; without it, when Belay took it up. */
      receivedAt?: Instant;
    }
  | { type: 'reply_written'; messageId: MessageId; authorId: PersonId }
  /** The channel took the reply: from here it counts as an answer. */
  | {
      type: 'reply_accepted';
      messageId: MessageId;
      authorId: PersonId;
      /** A bot or a rule said it: to the customer nobody has answered. */
      automatic?: true;
      /** When it was written; without it, nobody knows. */
      writtenAt?: Instant;
    }
  /** The channel refused the reply for good: it counts for nothing. */
  | { type: 'reply_failed'; messageId: MessageId; authorId: PersonId; code: string }
  /** Accepted once, it came back: it was never an answer. */
  | { type: 'reply_retracted'; messageId: MessageId; authorId: PersonId; code: string }
  /** Taken back before it went out: to the requester it was never said. */
  | { type: 'reply_withdrawn'; messageId: MessageId; authorId: PersonId }
  /** `byMail`: a colleague wrote it by mail, to the ticket's address. */
  | { type: 'note_added'; messageId: MessageId; authorId: PersonId; byMail?: true }
  | RoutingEvent
  | { type: 'severity_changed'; from: Severity; to: Severity }
  | { type: 'topic_changed'; from: string; to: string }
  /** Another person, another organisation, or both. */
  | {
      type: 'requester_changed';
      from: PersonId;
      to: PersonId;
      organisationFrom: OrganisationId | null;
      organisationTo: OrganisationId | null;
    }
  /** The matrix gives it another plan, because a field it asks about changed. A live climb keeps the path it began with. */
  | { type: 'plan_changed'; policyVersionId: VersionId; pathVersionId: VersionId | null; matched: MatrixMatch }
  /** The words of its messages are gone, because the requester was forgotten. */
  | { type: 'words_erased'; personId: PersonId }
  | { type: 'tags_changed'; added: string[]; removed: string[] }
  | { type: 'person_excluded'; personId: PersonId }
  | { type: 'person_readmitted'; personId: PersonId }
  | { type: 'status_changed'; from: TicketStatus; to: ActiveStatus; lookAgainAt: Instant }
  | {
      type: 'ticket_solved';
      from: TicketStatus;
      closesAt: Instant;
      lookAgainAt: Instant;
      /** Where it stands when it is taken up again; without it, where it was assigned. */
      tier?: number;
    }
  /** Without `by`: of a message if one came just before, else of an agent. */
  | { type: 'ticket_reopened'; lookAgainAt: Instant; by?: Reopener }
  | {
      type: 'ticket_closed';
      closedAs: 'solved' | 'merged' | 'spam';
      /** The ticket that owes now what this one did; without it, none. */
      mergedInto?: TicketId;
      /** Of one that may be restored: its sequence number before the act, and its status. */
      since?: number;
      was?: StatusBefore;
    }
  | { type: 'looked_again'; lookAgainAt: Instant }
  /** Until then triggers and steps wait; none is lost. */
  | { type: 'maintenance_began'; by: PersonId; until: Instant }
  | { type: 'maintenance_ended'; by: PersonId }
  /** The ticket is measured by another policy, or another version of it, from now on. */
  | { type: 'policy_applied'; from: VersionId; to: VersionId }
  /** Every clock counts by these hours from now on. */
  | {
      type: 'calendar_applied';
      to: VersionId;
      /** Only what counted by these; without it, everything. */ from?: VersionId[];
    }
  /** A call or chat waits for a human, was taken by one, or was given up by whoever called. */
  | { type: 'contact_offered'; messageId: MessageId }
  | { type: 'contact_picked_up'; messageId: MessageId; by: PersonId }
  | { type: 'contact_abandoned'; messageId: MessageId; /** Without it, they were still waiting. */ afterPickUp?: true }
  | ClockEvent
  | PromiseEvent
  | SignalEvent
  | ApprovalEvent
  | QuestionEvent
  | RezoneEvent
  | EscalationEvent;

/** The version every type is written with today; a type that gains a field gets its own. */
export const EVENT_VERSION = 1;

/** An event in its place in the ticket's log; `actorId` is the person whose act it was, null when Belay acted. */
export interface LoggedEvent {
  seq: number;
  at: Instant;
  actorId: PersonId | null;
  version: number;
  event: TicketEvent;
}
