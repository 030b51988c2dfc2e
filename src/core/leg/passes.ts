import type { PersonId, TeamId } from '#core/ids.ts';
import type { TicketEvent } from '#core/ticket/event.ts';

/** Who has something of a ticket: a person of a team, or its queue. */
export interface Carrier {
  personId: PersonId | null;
  teamId: TeamId;
}

/** One change of hands since anybody last said or changed something about the ticket. */
export interface Pass {
  by: PersonId | null;
  from: Carrier;
  to: Carrier;
  /** `on`: whoever had it gave it away; `arrived`: it was given or taken otherwise; `leg`: a part of it, without a word. */
  kind: 'on' | 'arrived' | 'leg';
  /** On which tier it was assigned before; without it, on the same. */
  tier?: number;
}

/** The newest so many are kept. */
const MOST_PASSES = 8;

/** What of a ticket says how it changes hands. */
export interface Passed {
  assigneeId: PersonId | null;
  teamId: TeamId;
  assignedTier: number;
  passes: Pass[];
}

/**
 * The changes of hands since there was new information, after an event that happens to the ticket: a message, a note, a
 * changed field, and a hand-over with words are information; what Belay does with clocks and climbs is none.
 */
export function evolvePasses({ assigneeId, teamId, assignedTier, passes }: Passed, event: TicketEvent): Pass[] {
  const here: Carrier = { personId: assigneeId, teamId };
  const passed = (pass: Pass): Pass[] => [...passes, pass].slice(-MOST_PASSES);
  switch (event.type) {
    case 'assigned':
      return passed({ ...passOf(here, event), ...(event.tier === undefined ? {} : { tier: assignedTier }) });
    case 'leg_offered':
      if (event.by === null && event.step !== undefined) return passes;
      if (event.by === null || event.messageId !== null || event.reason === 'dispute') return none(passes);
      return passed({ by: event.by, from: here, to: { personId: event.told[0] ?? null, teamId }, kind: 'leg' });
    case 'leg_returned':
      if (event.messageId !== null) return none(passes);
      return passed({ by: event.by, from: { personId: event.by, teamId }, to: here, kind: 'leg' });
    case 'leg_ended':
      return event.why === 'done' ? none(passes) : passes;
    case 'message_received':
      return event.kind === 'message' ? none(passes) : passes;
    case 'reply_written':
    case 'note_added':
    case 'severity_changed':
    case 'topic_changed':
    case 'tags_changed':
    case 'status_changed':
    case 'ticket_solved':
    case 'ticket_reopened':
      return none(passes);
    default:
      return passes;
  }
}

type Assigned = Extract<TicketEvent, { type: 'assigned' }>;

/** Whether the ticket is given away: to another team by anybody, or to another person by whoever had it. */
export function isGivenOn(from: Carrier, { by, assigneeId, teamId }: Assigned): boolean {
  if (by === null || assigneeId === by) return false;
  return teamId !== from.teamId || (by === from.personId && assigneeId !== by);
}

function passOf(from: Carrier, event: Assigned): Pass {
  const { by, assigneeId: personId, teamId } = event;
  return { by, from, to: { personId, teamId }, kind: isGivenOn(from, event) ? 'on' : 'arrived' };
}

// the same empty list, so that most events of a ticket change nothing
const none = (passes: Pass[]): Pass[] => (passes.length === 0 ? passes : []);
