import type { Approval } from '#core/approval/approval.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import type { Leg } from '#core/leg/leg.ts';
import type { OrganisationId, PersonId, TeamId, TicketId, VersionId } from '#core/ids.ts';
import type { TicketLink } from '#core/link/link.ts';
import type { Question } from '#core/question/question.ts';
import type { Distribution } from '#core/routing/distribution.ts';
import type { Snooze } from '#core/snooze/snooze.ts';
import type { TicketPromise } from '#core/promise/promise.ts';
import type { Watch } from '#core/signal/watch.ts';
import type { CalendarRenewal } from '#core/sla/calendar-renewal.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import type { Instant } from '#core/time.ts';

export const SEVERITIES = ['S1', 'S2', 'S3', 'S4'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CHANNELS = ['email', 'chat', 'voice', 'social', 'portal', 'api'] as const;
export type Channel = (typeof CHANNELS)[number];

export const LANGUAGES = ['en', 'hr', 'fil', 'vi', 'ru', 'it'] as const;
export type Language = (typeof LANGUAGES)[number];

export const STATUSES = ['new', 'open', 'waiting_on_customer', 'on_hold', 'solved', 'closed'] as const;
export type TicketStatus = (typeof STATUSES)[number];

export const MOST_TAGS = 20;
export const MOST_TAG_LETTERS = 40;
export const MOST_TOPIC_LETTERS = 80;

/** A status in which work is owed; `solved` still reopens, `closed` never does. */
export type ActiveStatus = 'new' | 'open' | 'waiting_on_customer' | 'on_hold';

/** What a ticket is about, whose it is and where it lies: said when it opens. */
export interface TicketSubject {
  severity: Severity;
  topic: string;
  channel: Channel;
  language: Language;
  requesterId: PersonId;
  organisationId: OrganisationId | null;
  teamId: TeamId;
  policyVersionId: VersionId;
}

interface TicketBase extends TicketSubject {
  id: TicketId;
  /** The path an escalation climbs; null = the one the policy names. */
  pathVersionId: VersionId | null;
  /** Counts the ticket's events; the first is 1. */
  seq: number;
  /** Rank at which whoever answers for the ticket stands, 1 = front line. */
  tier: number;
  /** Rank at which it was given to its assignee or team: where it stands while nobody above holds it. */
  assignedTier: number;
  assigneeId: PersonId | null;
  /** In the order of the alphabet, each once. */
  tags: string[];
  /** People who never see the ticket, are never given it and never called for it; ascending. */
  excludedIds: PersonId[];
  firstContactAt: Instant;
  /** Public messages of human agents that their channel took and did not give back; bots and rules count for nothing. */
  answers: number;
  /** The calendar every clock was moved to since the policy was applied; null = each target's own. */
  calendarVersionId: VersionId | null;
  /** Calendars of which it was given a later version since it opened; they hold whatever policy it has. */
  calendarRenewals: CalendarRenewal[];
  /** Up to here its past was carried over from elsewhere: clocks that began by then only measure. */
  importedUntil: Instant | null;
  /** Time of the newest event; an earlier clock never moves a ticket back. */
  lastEventAt: Instant;
  /** Until when triggers and steps wait; in the past once it is over, null when there never was one. */
  maintenanceUntil: Instant | null;
  clocks: SlaClock[];
  escalations: Escalation[];
  legs: Leg[];
  /** Where it stands on its way to somebody, of a team that pushes; null when it is with somebody or is not pushed. */
  distribution: Distribution | null;
  /** The closed ticket that its first message answered; null when it began by itself. */
  followsId: TicketId | null;
  /** What it is to other tickets, in the order it was said or done. */
  links: TicketLink[];
  /** Put aside by somebody; null when nobody did, or something woke it. */
  snooze: Snooze | null;
  /** In the order they were made; at most one is open. */
  promises: TicketPromise[];
  /** What is counted so that what needs no language is noticed. */
  watch: Watch;
  /** In the order they were asked for. */
  approvals: Approval[];
  /** What suppliers and other departments were asked, in the order it was asked. */
  questions: Question[];
}

/** One matter, from any channel. */
export type Ticket = TicketBase &
  (
    | {
        status: ActiveStatus;
        /** Belay looks at the ticket by this moment even if nothing else is due; at most 24 h away. */
        lookAgainAt: Instant;
      }
    | { status: 'solved'; solvedAt: Instant; closesAt: Instant; lookAgainAt: Instant }
    | { status: 'closed'; closedAt: Instant; closedAs: 'solved' | 'merged' | 'spam'; mergedInto: TicketId | null }
  );
