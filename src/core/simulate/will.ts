import { openSeats, type Approval } from '#core/approval/approval.ts';
import type { ApprovalEvent } from '#core/approval/approval-event.ts';
import { isWithinLimit } from '#core/approval/approvers.ts';
import type { PersonId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { acceptanceOf } from '#core/simulate/offers.ts';
import type { Script, ScriptedAct } from '#core/simulate/script.ts';
import type { World } from '#core/simulate/world.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';

/** What people are assumed to do about a ticket of which the past does not say what they did. */
export interface Will {
  /** Whoever was called acknowledges, unless the climb has gone on by then. */
  answer: ScriptedAct | null;
  /** Whoever is offered the ticket takes it. */
  acceptance: ScriptedAct | null;
  /** Whoever was asked to allow something decides, the first first. */
  decisions: (ScriptedAct & { approvalId: number; seatId: number })[];
}

/** What the assumptions are made from. */
export interface Assumed {
  world: World;
  script: Script;
  /** So many acts of the script are done. */
  done: number;
  roster: readonly RosterPerson[];
  actor: (personId: PersonId) => Extract<Actor, { kind: 'person' }> | null;
}

/** Nobody will do anything. */
export function noWill(): Will {
  return { answer: null, acceptance: null, decisions: NOBODY };
}
// shared by all: of a hundred thousand tickets few ask anybody to allow anything
const NOBODY: Will['decisions'] = [];

/** When the first of it will be done. */
export function willAt({ answer, acceptance, decisions }: Will): Instant {
  const first = Math.min(answer?.at ?? NEVER, acceptance?.at ?? NEVER);
  return decisions.length === 0 ? first : Math.min(first, decisions[0]!.at);
}

/** Takes away what will be done first. */
export function takeFirst(will: Will): ScriptedAct | null {
  const at = willAt(will);
  const { answer, acceptance } = will;
  if (answer?.at === at) {
    will.answer = null;
    return answer;
  }
  if (acceptance?.at === at) {
    will.acceptance = null;
    return acceptance;
  }
  const [first, ...others] = will.decisions;
  will.decisions = others;
  return first ?? null;
}

/** What people will do after `event`, of which `ticket` is what it left. */
export function plan(will: Will, event: TicketEvent, ticket: Ticket, at: Instant, assumed: Assumed): void {
  const acceptance = acceptanceOf(event, at, assumed);
  if (acceptance !== 'as before') will.acceptance = acceptance;
  if ('approvalId' in event) will.decisions = decisionsAfter(will.decisions, event, ticket, at, assumed);
  const answer = answerTo(event, ticket, at, assumed);
  if (answer !== 'as before') will.answer = answer;
}

/** What somebody who was just called will do about it. */
function answerTo(
  event: TicketEvent,
  ticket: Ticket,
  at: Instant,
  { world: { answersAfterMs, config }, actor: actorOf }: Assumed,
): ScriptedAct | null | 'as before' {
  if (answersAfterMs === null) return 'as before';
  const act = (personId: PersonId, actAt: Instant, command: TicketCommand): ScriptedAct | 'as before' => {
    const actor = actorOf(personId);
    return actor === null ? 'as before' : { at: actAt, actor, command, imported: false };
  };
  switch (event.type) {
    case 'step_reached':
    case 'last_resort_reached': {
      const { escalationId, told } = event;
      if (told[0] === undefined || asksToDecide(event, ticket, config)) return 'as before';
      return act(told[0], at + answersAfterMs, { type: 'acknowledge', escalationId });
    }
    case 'acknowledgement_reminded':
      return act(event.by, at, { type: 'confirm', escalationId: event.escalationId });
    case 'escalation_ended':
      return null;
    default:
      return 'as before';
  }
}

/** A step that wants a decision waits for that. */
function asksToDecide(
  event: Extract<TicketEvent, { type: 'step_reached' | 'last_resort_reached' }>,
  { escalations }: Ticket,
  config: World['config'],
): boolean {
  if (event.type === 'last_resort_reached') return false;
  const { pathVersionId } = escalations.find(({ id }) => id === event.escalationId)!;
  return config.path(pathVersionId).steps[event.stepIndex]?.needs === 'approval';
}

/** Who decides what is asked, and when, now that this happened to an approval. */
function decisionsAfter(
  before: Will['decisions'],
  event: ApprovalEvent,
  { approvals }: Ticket,
  at: Instant,
  assumed: Assumed,
): Will['decisions'] {
  const { world, script, done } = assumed;
  const isTold = script.acts.slice(done).some(({ command }) => command.type === 'decide_approval');
  const approval = approvals.find(({ id }) => id === event.approvalId)!;
  const isOf = (each: Will['decisions'][number]): boolean =>
    each.approvalId === event.approvalId && (!('seatId' in event) || each.seatId === event.seatId);
  const others = before.filter((each) => !isOf(each));
  if (world.decides === null || isTold || event.type === 'approval_decided') return others;
  const seats = openSeats(approval).filter(({ id }) => !('seatId' in event) || id === event.seatId);
  const decisions = seats.flatMap((seat) => decisionOf(approval, seat, at, assumed) ?? []);
  return [...others, ...decisions].toSorted((one, other) => one.at - other.at);
}

/** The first of those asked who may say yes to so much. */
function decisionOf(
  approval: Approval,
  { id: seatId, told }: ReturnType<typeof openSeats>[number],
  at: Instant,
  { world: { decides, approvals }, roster, actor: actorOf }: Assumed,
): Will['decisions'][number] | null {
  const by = told.find((id) =>
    roster.some((person) => person.id === id && isWithinLimit(person, approval.amount, approvals.limits)),
  );
  const actor = by === undefined ? null : actorOf(by);
  if (actor === null || decides === null) return null;
  const { id: approvalId } = approval;
  const command: TicketCommand = { type: 'decide_approval', approvalId, verdict: decides.verdict, messageId: null };
  return { at: at + decides.afterMs, actor, command, imported: false, approvalId, seatId };
}
