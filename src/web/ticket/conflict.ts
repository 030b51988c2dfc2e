import type { Message, TicketDetail } from '#contract/ticket.ts';
import type { Act } from '#web/ticket/perform.ts';

/** Acts that may wait for the line: each means the same an hour later, or asks before it goes out. */
const PATIENT = ['reply', 'note', 'assign', 'team', 'status', 'severity', 'topic', 'tags'] as const;
export type PatientAct = Extract<Act, { type: (typeof PATIENT)[number] }>;
export const mayWait = (act: Act): act is PatientAct => PATIENT.some((type) => type === act.type);

type Changed = Pick<TicketDetail, 'status' | 'severity' | 'topic' | 'tags'> & {
  assignee: { id: number } | null;
  team: { id: number };
};

/** What an act changes, as the ticket has it; null for words, which change nothing that was there. */
export function standing(ticket: Changed, act: PatientAct): string | null {
  switch (act.type) {
    case 'assign':
      return JSON.stringify(ticket.assignee?.id ?? null);
    case 'team':
      return JSON.stringify(ticket.team.id);
    case 'status':
      // Whoever answers or takes a new ticket opens it: that is nobody's change.
      return JSON.stringify(ticket.status === 'new' ? 'open' : ticket.status);
    case 'severity':
      return JSON.stringify(ticket.severity);
    case 'topic':
      return JSON.stringify(ticket.topic);
    case 'tags':
      return JSON.stringify(ticket.tags.toSorted());
    case 'reply':
    case 'note':
      return null;
  }
}

/** The ticket as it will be when `act` is done, as far as {@link standing} looks at it. */
export function after(ticket: Changed, act: PatientAct): Changed {
  switch (act.type) {
    case 'assign':
      return {
        ...ticket,
        assignee: act.assigneeId === null ? null : { id: act.assigneeId },
        team: { id: act.teamId ?? ticket.team.id },
      };
    case 'team':
      return { ...ticket, team: { id: act.teamId } };
    case 'status':
      return { ...ticket, status: act.status };
    case 'severity':
      return { ...ticket, severity: act.severity };
    case 'topic':
      return { ...ticket, topic: act.topic };
    case 'tags':
      return { ...ticket, tags: [...act.tags] };
    case 'reply':
      return { ...ticket, status: act.after ?? ticket.status };
    case 'note':
      return ticket;
  }
}

export interface Promised {
  act: PatientAct;
  /** What the act changes, as it was when somebody did it, earlier acts that wait counted in; null = nothing to compare. */
  before: string | null;
  /** The newest message they could have read then; null = none. */
  seenMessageId: number | null;
}

/**
 * Whether the ticket moved on under an act that waited, so that whoever did it must be asked: somebody else changed the
 * same thing to something else, or wrote before it was given a status. What is already as the act wants it is no conflict.
 */
export function isOvertaken(
  { act, before, seenMessageId }: Promised,
  ticket: Changed,
  newest: Pick<Message, 'id' | 'kind'> | null,
): boolean {
  const now = standing(ticket, act);
  if (now === null || before === null) return false;
  if (now === standing(after(ticket, act), act)) return false;
  if (now !== before) return true;
  return act.type === 'status' && newest?.kind === 'message' && newest.id > (seenMessageId ?? 0);
}
