import type { LinkCommand, LinkRefusal } from '#core/link/link-command.ts';
import type { ApprovalCommand, ApprovalRefusal } from '#core/approval/approval-command.ts';
import type { Money } from '#core/approval/money.ts';
import type {
  DeEscalationReason,
  EscalationNeed,
  EscalationReason,
  HandBackReason,
  ReturnReason,
  SignalKind,
  Span,
} from '#core/escalation/escalation.ts';
import type { AttemptKind } from '#core/escalation/attempt.ts';
import type { SnoozeCommand, SnoozeRefusal } from '#core/snooze/snooze-event.ts';
import type { MergeCommand, MergeRefusal } from '#core/merge/merge-command.ts';
import type { LegCommand, LegRefusal } from '#core/leg/leg-command.ts';
import type { QuestionCommand, QuestionRefusal, SideThreadCommand } from '#core/question/question-command.ts';
import type { IntakeMatch } from '#core/intake/rules.ts';
import type { MessageId, OrganisationId, PersonId, TeamId, TicketId, VersionId } from '#core/ids.ts';
import type { MatrixMatch } from '#core/matrix/matrix.ts';
import type { InboundKind } from '#core/ticket/event.ts';
import type { ActiveStatus, Severity, TicketStatus, TicketSubject } from '#core/ticket/ticket.ts';
import type { Duration, Instant } from '#core/time.ts';

/** What may be asked of a ticket. */
export type TicketCommand =
  | LegCommand
  | ApprovalCommand
  | QuestionCommand
  | SideThreadCommand
  | LinkCommand
  | MergeCommand
  | SnoozeCommand
  | (TicketSubject & {
      type: 'open';
      messageId: MessageId;
      /** When the first message reached us; not later than now. */
      receivedAt: Instant;
      /** Whoever opened it chose them; without, somebody of the team is proposed. */
      assigneeId?: PersonId;
      /** Chosen by the matrix; without it, the path the policy names. */
      pathVersionId?: VersionId;
      sorted?: IntakeMatch;
      matched?: MatrixMatch;
      /** Without it, the customer wrote the first message; an agent's own ticket owes nobody an answer yet. */
      openedBy?: 'customer' | 'agent';
      /** Its first message answers this ticket, which is closed for good. */
      followsId?: TicketId;
      /** Its past up to here is carried over from elsewhere: clocks that began by then only measure. */
      importedUntil?: Instant;
      /** Split off another ticket: since when its message waits for an answer; null = somebody answered it there. */
      split?: { fromId: TicketId; waitsSince: Instant | null };
    })
  | {
      type: 'receive';
      messageId: MessageId;
      authorId: PersonId | null;
      kind: InboundKind;
      /** When it reached us; without it, now. Not later than now. */
      receivedAt?: Instant;
      /** The status is told apart, by another system or by hand: a ticket that waits for its customer goes on waiting. */
      keepsStatus?: true;
      /** Its author works here and is not who asks: what they write by mail is a word among us. */
      fromColleague?: true;
    }
  | {
      type: 'reply';
      messageId: MessageId;
      /** By when the requester hears again, in the reply's words: moves the open promise. */
      hearsBy?: Instant;
    }
  /** The channel took the reply `authorId` wrote; it counts from now. */
  | {
      type: 'accept_reply';
      messageId: MessageId;
      authorId: PersonId;
      /** When it was written. */
      writtenAt?: Instant;
      /** A bot or a rule said it: it answers nobody. */
      automatic?: true;
    }
  /** What the channel had taken came back: it was never an answer. Needs the ticket's log. */
  | { type: 'retract_reply'; messageId: MessageId; authorId: PersonId; code: string }
  /** Puts the ticket under another policy, or another version of it. Needs the ticket's log. */
  | { type: 'apply_policy'; policyVersionId: VersionId; /** Every clock counts by it. */ calendarVersionId?: VersionId }
  | {
      type: 'apply_calendar';
      calendarVersionId: VersionId;
      /** Only what counts by an earlier version of that calendar moves to it; without it, every clock. */
      renews?: true;
    }
  /** A call or chat, named by its message: it waits for a human; one takes it; whoever called has gone. */
  | { type: 'offer_contact'; messageId: MessageId }
  | { type: 'abandon_contact'; messageId: MessageId; /** They were talking to a human already. */ afterPickUp?: true }
  | { type: 'pick_up_contact'; messageId: MessageId }
  /** It is nothing anybody owes an answer to: what was measured counts for nothing. */
  | { type: 'close_as'; as: 'merged' | 'spam' }
  /** The channel refused the reply for good; `code` names the channel's reason. */
  | { type: 'fail_reply'; messageId: MessageId; authorId: PersonId; code: string }
  /** Takes back a reply that is still held; whoever may see it can only do so until it goes out. */
  | { type: 'withdraw_reply'; messageId: MessageId; authorId: PersonId }
  | { type: 'note'; messageId: MessageId }
  /** Without a team it stays with the one it has. */
  | { type: 'assign'; assigneeId: PersonId | null; teamId: TeamId | null }
  /** To a team, where somebody is proposed as when a ticket comes in. */
  | { type: 'move_to_team'; teamId: TeamId }
  | { type: 'set_status'; to: ActiveStatus | 'solved' }
  /** What the history of another desk says the ticket became; only an import knows of it. */
  | { type: 'record_status'; to: TicketStatus }
  | { type: 'set_severity'; severity: Severity }
  | { type: 'set_topic'; topic: string }
  /** Whose matter it is. */
  | { type: 'set_requester'; requesterId: PersonId; organisationId: OrganisationId | null }
  /** All tags the ticket has from now on. */
  | { type: 'set_tags'; tags: string[] }
  | { type: 'change_tags'; add: string[]; remove: string[] }
  | { type: 'exclude'; personId: PersonId }
  | { type: 'readmit'; personId: PersonId }
  | {
      type: 'escalate';
      /** The firing the person saw on the live escalation; null when they saw none. */
      firing: number | null;
      reason: EscalationReason;
      messageId: MessageId | null;
      /** Said twice: a guarded step may be called. */
      confirmed?: boolean;
      /** What it costs to allow what is asked for; without it, it is about no amount. */
      amount?: Money;
      /** What whoever is called shall do; without it, nobody said. */
      need?: EscalationNeed;
      /** The requester is told nothing of the step that is called by it. */
      untold?: boolean;
    }
  /** With `instead`, in the place of that holder, whom the person saw. */
  | { type: 'acknowledge'; escalationId: number; instead?: PersonId }
  | { type: 'confirm'; escalationId: number }
  /** The holder gives the acknowledgement up: the climb goes on to the next step. */
  | { type: 'take_back'; escalationId: number }
  /** `lengthMs: null` lasts until somebody ends it. */
  | { type: 'silence'; escalationId: number; lengthMs: Duration | null }
  | { type: 'end_silence'; escalationId: number }
  /** Begins another path at its first step, at once. */
  | { type: 'apply_path'; escalationId: number; pathVersionId: VersionId }
  /** Ends an escalation whose reason is gone. */
  | { type: 'de_escalate'; escalationId: number; reason: DeEscalationReason; messageId: MessageId | null }
  /** With `longestMs`, what lies further away is refused. */
  | { type: 'begin_maintenance'; until: Instant; longestMs?: Duration }
  | { type: 'end_maintenance' }
  /** Something calls for more than the front line. */
  | { type: 'signal'; kind: SignalKind; evidence: MessageId[]; confidence: number; spans?: Span[] }
  /** Lets programs change the ticket again. */
  | { type: 'resume_automation' }
  /** Something was tried; with the note that carries the words, if any. */
  | { type: 'record_attempt'; kind: AttemptKind; messageId: MessageId | null }
  /** Refuses what the person was told by a step, or what is being handed back to them. */
  | { type: 'return'; escalationId: number; reason: ReturnReason; messageId: MessageId | null }
  /** Offers what the holder has to somebody below: to the assignee, unless `to` names another. */
  | {
      type: 'hand_back';
      escalationId: number;
      to: PersonId | null;
      reason: HandBackReason;
      messageId: MessageId | null;
    }
  | { type: 'acknowledge_hand_back'; escalationId: number }
  | { type: 'accept_offer' }
  | { type: 'decline_offer' }
  /** Looks for somebody to offer it to. */
  | { type: 'offer' }
  /** Something changed about the people around it, what its requester is to the company, or the rules of time zones. */
  | { type: 'recheck'; cause?: 'customer_tier' | 'matrix' | 'zone_data' }
  /** The requester is forgotten: what was said goes with them. */
  | { type: 'erase_words'; personId: PersonId }
  | { type: 'tick' };

/** Every reason why a command cannot be done. */
export type RefusalCode =
  | LegRefusal
  | ApprovalRefusal
  | QuestionRefusal
  | LinkRefusal
  | MergeRefusal
  | SnoozeRefusal
  | 'not_allowed'
  | 'not_found'
  | 'already_open'
  | 'ticket_closed'
  | 'ticket_open'
  | 'ticket_solved'
  | 'already_escalated'
  | 'not_escalated'
  | 'already_acknowledged'
  | 'not_acknowledged'
  | 'not_holder'
  | 'not_reminded'
  | 'escalation_silenced'
  | 'not_silenced'
  | 'in_maintenance'
  | 'not_in_maintenance'
  | 'moment_past'
  | 'moment_far'
  | 'nobody_to_tell'
  | 'step_guarded'
  | 'automation_parked'
  | 'not_parked'
  | 'too_early'
  | 'clock_paused'
  | 'attempts_missing'
  | 'handed_back_often'
  | 'path_in_use'
  | 'same_status'
  | 'same_assignee'
  | 'assignee_unknown'
  | 'assignee_excluded'
  | 'same_team'
  | 'same_requester'
  | 'same_severity'
  | 'same_policy'
  | 'same_calendar'
  | 'not_accepted'
  | 'same_topic'
  | 'same_tags'
  | 'too_many_tags'
  | 'already_sent'
  | 'not_told'
  | 'not_offered'
  | 'last_resort_stays'
  | 'already_offered'
  | 'not_handed_back'
  | 'not_receiver'
  | 'receiver_missing'
  | 'receiver_unknown'
  | 'person_unknown'
  | 'already_excluded'
  | 'not_excluded'
  | 'excludes_self'
  | 'last_resort_excluded';
