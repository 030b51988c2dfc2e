import type { ApprovalFacts } from '#core/approval/approvers.ts';
import type { Path } from '#core/escalation/path.ts';
import type { MessageId, OrganisationId, PersonId, TicketId, VersionId } from '#core/ids.ts';
import type { ActiveConfig } from '#core/matrix/active-config.ts';
import type { Actor } from '#core/people/roles.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { StageSpeed } from '#core/promise/promise.ts';
import type { TeamRouting } from '#core/queue/team-routing.ts';
import type { Calendar, Policy } from '#core/sla/policy.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { ActiveStatus, Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** Immutable compiled versions, by id. A version that is missing is a bug, never a fallback. */
export interface Config {
  policy(id: VersionId): Policy;
  path(id: VersionId): Path;
  calendar(id: VersionId): Calendar;
  /** The version of the time zone data that calendars are read with, like `2026c`. Without it, nobody knows. */
  zoneData?: string;
  /** What is chosen for something new; without it, nothing is chosen anew. */
  active?: ActiveConfig;
}

/** What a command needs from outside its ticket, gathered before deciding. */
export interface Facts {
  /** Everyone a step of this ticket may call and everyone who may be assigned. */
  roster: RosterPerson[];
  /** How the teams the ticket may be with distribute. Without it nothing is pushed. */
  routing?: TeamRouting[];
  /** Who may approve how much, and who decides in whose place. Without it, nobody is limited or stood in for. */
  approvals?: ApprovalFacts;
  /** What organisations are to the company, of those that are anything. */
  customerTiers?: ReadonlyMap<OrganisationId, string>;
  /** Who was told last in each rotation, by its id. Without it, nobody was. */
  turns?: ReadonlyMap<string, PersonId>;
  /** Of replies that are to be withdrawn: those that nobody has begun to send. Without it, none. */
  heldReplies?: HeldReply[];
  /** Of the same: those that were withdrawn before. Without it, none. */
  withdrawnReplies?: MessageId[];
  /** How quick the stages of paths were of late, by `speedKey`. Without it, nothing is known. */
  speeds?: ReadonlyMap<string, StageSpeed>;
  /** The ticket's whole log, for a command that measures its past anew. */
  log?: LoggedEvent[];
  /** Of a merge: the tickets it is about, as they stand; with their logs where one is undone. */
  others?: ReadonlyMap<TicketId, { ticket: Ticket; log: LoggedEvent[] }>;
}

/** A reply that still waits to go out. */
export interface HeldReply {
  messageId: MessageId;
  /** The status the ticket was given in the same act, and the one it had before; null when it was given none. */
  became: { from: ActiveStatus; to: ActiveStatus | 'solved' } | null;
}

/** What core is given; it never asks. */
export interface Context {
  now: Instant;
  actor: Actor;
  config: Config;
  facts: Facts;
  /** What the command is called by whoever gave it, as far as anybody did. */
  commandId?: string | undefined;
  /** The history of another desk is being told: it is measured, but nothing of it breaches, climbs or closes by itself. */
  imported?: boolean;
  /** What happened is lived again to measure it: nobody is called. */
  quiet?: boolean;
}
