import type { EscalationPreview } from '#contract/escalation-preview.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import type { PromiseStage, ToldStage } from '#core/promise/promise.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Language, Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { foresee, type Door } from './handle.ts';
import { readPeople, type ReadTicket } from './read-ticket.ts';
import type { PersonActor } from './sight.ts';

/** Says a promise in a language and a zone, as the requester's mail will. */
export type SayPromise = (
  told: { stage: ToldStage; dueAt: Instant; afterBroken: boolean },
  language: Language,
  timeZone: string,
) => Said;

/** Words, and the language they really are in. */
export interface Said {
  language: string;
  text: string;
}

type Asked = Pick<Extract<TicketCommand, { type: 'escalate' }>, 'reason' | 'confirmed'>;
type Of<T extends TicketEvent['type']> = Extract<TicketEvent, { type: T }>;

/** What `actor` would bring about by escalating now: decided as the act itself would be, and not written. */
export async function previewEscalation(
  tx: Tx,
  door: Door,
  { actor, read, asked, language }: { actor: PersonActor; read: ReadTicket; asked: Asked; language: Language },
  say: SayPromise,
): Promise<EscalationPreview> {
  const { ticket, row } = read;
  const live = ticket.escalations.find(({ status }) => status !== 'ended');
  const command = { type: 'escalate', firing: live?.firing ?? null, messageId: null, ...asked } as const;
  const decided = await foresee(tx, door, { ticketId: ticket.id, actor, command }, ticket);
  if (!decided.ok) return { refusal: decided.refusal, step: null, told: [], promise: null, untoldBecause: null };
  const events = decided.repeated ? [] : (decided.events ?? []).map(({ event }) => event);
  const reached = events.findLast(
    (event): event is Of<'step_reached' | 'last_resort_reached'> =>
      event.type === 'step_reached' || event.type === 'last_resort_reached',
  );
  const made = events.findLast((event): event is Of<'promise_made'> => event.type === 'promise_made');
  const people = await readPeople(tx, reached?.told ?? []);
  const path = door.config.path(live?.pathVersionId ?? pathOf(ticket, door.config));
  const step = reached?.type === 'step_reached' ? path.steps[reached.stepIndex] : undefined;
  const index = reached?.type === 'step_reached' ? reached.stepIndex : path.steps.length;
  const common = {
    refusal: null,
    step: { index, name: step?.name ?? '' },
    told: [...people.values()],
  };
  if (made === undefined || row.requester_email === null) {
    const stage = step?.promise?.stage;
    return { ...common, promise: null, untoldBecause: whyUntold(ticket, stage, made !== undefined) };
  }
  const told = { stage: made.stage, dueAt: made.dueAt, afterBroken: isAfterBroken(ticket) };
  return {
    ...common,
    promise: {
      stage: made.stage,
      dueAt: made.dueAt,
      toldAt: made.tellAt,
      speed: made.speed ?? null,
      ...say(told, ticket.language, row.requester_time_zone),
      reading: say(told, language, row.requester_time_zone).text,
    },
    untoldBecause: null,
  };
}

function whyUntold(
  { promises }: Ticket,
  stage: PromiseStage | undefined,
  isMade: boolean,
): EscalationPreview['untoldBecause'] {
  if (isMade) return 'no_address';
  if (stage === undefined) return 'step_tells_nothing';
  return promises.some((each) => each.state === 'open' && each.stage === stage) ? 'told_already' : 'nobody_works';
}

/** Whether what was promised last was broken and is not answered: that is said openly. */
function isAfterBroken({ promises }: Ticket): boolean {
  const last = promises.findLast(({ state }) => state === 'kept' || state === 'broken');
  return last?.state === 'broken' && last.answer === null;
}
