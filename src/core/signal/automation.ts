import { trigger } from '#core/escalation/trigger.ts';
import type { SignalKind, Trigger } from '#core/escalation/escalation.ts';
import type { Path } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { AUTOMATIC_WITHIN, isSaidOften, MOST_SAID, type AutomaticCause } from '#core/signal/budget.ts';

/**
 * Programs have gone in circles: from here on none changes the ticket until a person lets them, and somebody who leads
 * is called. What anybody writes goes on. `most` is the number of acts that were one too many.
 */
export function park(draft: Draft, cause: AutomaticCause, most: number): void {
  const { ticket, context } = draft;
  const path = context.config.path(pathOf(ticket, context.config));
  draft.emit({ type: 'automation_parked', told: toldOf(draft, path), cause });
  if (ticket.status === 'solved' || ticket.status === 'closed') return;
  const counted = { count: most + 1, limit: most, withinMs: AUTOMATIC_WITHIN };
  const storm: Trigger = { type: 'signal', kind: 'automation_storm', evidence: [], confidence: 1, counted };
  trigger(draft, storm, context.now, stepOfManagers(path));
}

/**
 * Whether a signal of that kind says what nobody climbs for or was shown since programs were stopped. Once is enough to
 * call somebody; a program that says it over and over is part of the storm.
 */
export function isNews({ watch: { parkedAt, hints }, escalations }: Ticket, kind: SignalKind): boolean {
  if (parkedAt === null) return true;
  const live = escalations.filter(({ status }) => status !== 'ended').flatMap(({ reasons }) => reasons);
  const isClimbed = live.some(
    ({ at, trigger: cause }) => at >= parkedAt && cause.type === 'signal' && cause.kind === kind,
  );
  return !isClimbed && !hints.some((hint) => hint.at >= parkedAt && hint.kind === kind);
}

/** What a program said is written down as its act, and called for when it says too much: its words stand all the same. */
export function countWords(draft: Draft, command: TicketCommand['type'], cause: AutomaticCause): void {
  draft.emit({ type: 'automation_acted', command, cause });
  const { ticket, context } = draft;
  if (ticket.watch.parkedAt === null && isSaidOften(ticket, context.now)) park(draft, cause, MOST_SAID);
}

/** A person lets programs change the ticket again; they have the whole budget. */
export function resumeAutomation(draft: Draft, by: PersonId): Outcome {
  if (draft.ticket.watch.parkedAt === null) return refuse('not_parked');
  draft.emit({ type: 'automation_resumed', by });
  return undefined;
}

function toldOf({ ticket, context }: Draft, path: Path): PersonId[] {
  const isKept = (person: PersonId): boolean => !ticket.excludedIds.includes(person);
  const managers = context.facts.roster.filter(
    ({ role, reachable }) => reachable && (role === 'escalation_manager' || role === 'admin'),
  );
  const told = managers.map(({ id }) => id).filter(isKept);
  return told.length > 0 ? told : path.lastResort.filter(isKept);
}

/** The lowest step that calls an escalation manager or an admin; null when none does. */
function stepOfManagers({ steps }: Path): number | null {
  const index = steps.findIndex(({ targets }) =>
    targets.some((target) => target.type === 'role' && target.role !== 'executive'),
  );
  return index === -1 ? null : index;
}
