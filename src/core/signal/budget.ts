import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, type Duration, type Instant } from '#core/time.ts';

/** So many automatic changes a ticket bears … */
export const MOST_AUTOMATIC = 10;
/** … and so many notes and replies of programs … */
export const MOST_SAID = 60;
/** … within so long; one more is a storm. */
export const AUTOMATIC_WITHIN: Duration = HOUR;

/** An act of a program, as the budget counts it. */
export interface AutomaticAct {
  /** Of the event that says it was one: the last of the act. */
  seq: number;
  at: Instant;
  /** What an act that follows from it follows from: what it followed from itself, and it. */
  after: number[];
  /** It changed nothing but what is said of the ticket. */
  said?: true;
}

/** Why a program acted: the chain of events it follows from, by their numbers, and the command that asked for it. */
export interface AutomaticCause {
  /** Null when nobody named it. */
  commandId: string | null;
  /** The newest event it found; where that was an automatic act itself, what that followed from stands before it. */
  after: number[];
}

/** What changes a ticket, where a program asks for it. */
const CHANGES = new Set<TicketCommand['type']>([
  'assign',
  'move_to_team',
  'set_status',
  'set_severity',
  'set_topic',
  'set_tags',
  'change_tags',
  'escalate',
  'signal',
  'open_leg',
  'withdraw_leg',
  'set_requester',
  'close_as',
  'take_in',
  'merge_into',
  'release',
  'restore',
  'split_off',
  'ask_approval',
  'withdraw_approval',
  'link',
  'unlink',
]);

/** Whether a command says something of a ticket: where programs do, it is counted, and never held up. */
export function isWords(type: TicketCommand['type']): boolean {
  return type === 'note' || type === 'reply';
}

/** Whether a program asks for a change; what Belay does because a moment came is bounded by its path and policy. */
export function isAutomatic({ type }: TicketCommand, actor: Actor): boolean {
  return CHANGES.has(type) && (actor.kind === 'system' || isProgram(actor));
}

/** Whether a program says something. */
export function isSaid({ type }: TicketCommand, actor: Actor): boolean {
  return isWords(type) && actor.kind === 'person' && isProgram(actor);
}

function isProgram({ role, byKey }: Extract<Actor, { kind: 'person' }>): boolean {
  return role === 'bot' || byKey === true;
}

/** Whether one more change at `now` is a storm. */
export function isSpent({ watch }: Ticket, now: Instant): boolean {
  return recent(watch.automatic, now).filter(({ said }) => said !== true).length >= MOST_AUTOMATIC;
}

/** Whether what programs say by `now`, and so much `more`, is one. */
export function isSaidOften({ watch }: Ticket, now: Instant, more = 0): boolean {
  return recent(watch.automatic, now).filter(({ said }) => said === true).length + more > MOST_SAID;
}

/** The acts that still count at `now`. */
function recent(acts: AutomaticAct[], now: Instant): AutomaticAct[] {
  return acts.filter(({ at }) => at > now - AUTOMATIC_WITHIN);
}

/** The acts with one more at `at`; of what programs say no more are kept than tell a storm. */
export function withAct(acts: AutomaticAct[], act: AutomaticAct): AutomaticAct[] {
  const all = [...recent(acts, act.at), act];
  const surplus = all.filter(({ said }) => said === true).length - MOST_SAID - 1;
  const oldest = surplus > 0 ? all.find(({ said }) => said === true) : undefined;
  return all.filter((each) => each !== oldest);
}

/** What an automatic act follows from that finds the ticket like this. */
export function causeOf({ watch, seq }: Ticket, commandId: string | undefined): AutomaticCause {
  const last = watch.automatic.at(-1);
  const after = last !== undefined && last.seq === seq ? last.after : [seq];
  return { commandId: commandId ?? null, after: after.slice(-MOST_AUTOMATIC - 1) };
}
