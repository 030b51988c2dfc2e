import type { PersonId } from '#core/ids.ts';
import type { Leg } from '#core/leg/leg.ts';
import type { LegCommand } from '#core/leg/leg-command.ts';
import { inBusiness } from '#core/leg/leg-time.ts';
import { openLeg } from '#core/leg/open-leg.ts';
import { never, refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

type Answer = Exclude<LegCommand, { type: 'open_leg' }>;

/** Verbs of legs. */
export function handOver(draft: Draft, command: LegCommand, by: PersonId): Outcome {
  if (command.type === 'open_leg') return openLeg(draft, command, by);
  const leg = draft.ticket.legs.find(({ id }) => id === command.legId);
  if (leg === undefined) return refuse('leg_unknown');
  if (leg.status === 'ended') return refuse('leg_over');
  return answer(draft, leg, command, by);
}

function answer(draft: Draft, leg: Exclude<Leg, { status: 'ended' }>, command: Answer, by: PersonId): Outcome {
  const { id: legId } = leg;
  switch (command.type) {
    case 'acknowledge_leg':
    case 'return_leg':
      return answerOffer(draft, leg, command, by);
    case 'finish_leg':
      if (leg.status !== 'acknowledged') return refuse('not_acknowledged');
      if (leg.by !== by) return refuse('not_holder', { by: leg.by });
      draft.emit({ type: 'leg_ended', legId, why: 'done', by });
      return undefined;
    case 'withdraw_leg':
      if (leg.openedBy !== by) return refuse('not_opener', { by: leg.openedBy });
      draft.emit({ type: 'leg_ended', legId, why: 'withdrawn', by });
      return undefined;
    default:
      return never(command);
  }
}

type Offered = Extract<Answer, { type: 'acknowledge_leg' | 'return_leg' }>;

/** Of two who press at once the second learns who holds it. */
function answerOffer(draft: Draft, leg: Exclude<Leg, { status: 'ended' }>, command: Offered, by: PersonId): Outcome {
  const { id: legId } = leg;
  if (leg.status === 'acknowledged') return refuse('already_acknowledged', { by: leg.by, at: leg.acknowledgedAt });
  if (!leg.told.includes(by)) return refuse('not_told');
  if (command.type === 'acknowledge_leg') {
    const height = draft.context.facts.roster.find(({ id }) => id === by)?.tier ?? 0;
    draft.emit({ type: 'leg_acknowledged', legId, by, height, doBy: inBusiness(draft, leg.doMs) });
    return undefined;
  }
  const { reason, messageId } = command;
  draft.emit({ type: 'leg_returned', legId, by, reason, messageId });
  if (leg.told.length === 1) draft.emit({ type: 'leg_ended', legId, why: 'returned', by });
  return undefined;
}
