import type { ApprovalView } from '#contract/approval.ts';
import type { EscalationView } from '#contract/ticket.ts';
import { list, moment, spokenDuration } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { reasonWords } from '#web/escalation/live-escalation.ts';

/** What one person is to an escalation. */
export interface Asked {
  isTold: boolean;
  isHolder: boolean;
  /** It is being handed back to them. */
  isOffered: boolean;
}

export const whose = (escalation: EscalationView, personId: number | undefined): Asked => ({
  isTold: escalation.told.some((one) => one.id === personId),
  isHolder: escalation.status === 'acknowledged' && escalation.acknowledgedBy?.id === personId,
  isOffered: escalation.handBack?.to.id === personId,
});

/** How the escalation stands, as it concerns the reader. */
export function stripWords(
  escalation: EscalationView,
  asked: Asked,
  now: number,
  approvals: readonly ApprovalView[] = [],
): string {
  if (escalation.silencedUntil !== null) return t('web.strip.silenced', { at: moment(escalation.silencedUntil, now) });
  if (escalation.handBack !== null) return handBackWords(escalation.handBack, asked);
  if (escalation.status === 'acknowledged') return heldWords(escalation, asked, now);
  const waitsFor = approvals.find(({ id }) => id === escalation.approvalId);
  if (waitsFor !== undefined) return askedWords(escalation, waitsFor, asked, now);
  const left = escalation.nextAt === null ? 0 : Math.max(0, escalation.nextAt - now);
  const values = {
    because: reasonWords(escalation, now),
    step: (escalation.stepIndex ?? 0) + 1,
    count: escalation.steps.length,
    names: list(escalation.told.map((one) => one.name)),
    left: spokenDuration(left),
  };
  const words =
    escalation.status === 'last_resort'
      ? t(asked.isTold ? 'web.strip.called_last' : 'web.strip.others_last', values)
      : t(asked.isTold ? 'web.strip.called' : 'web.strip.others', values);
  const returned = escalation.returns.at(-1);
  if (returned === undefined) return words;
  const reason = t(`web.return.reason.${returned.reason}`);
  return `${words} ${t('web.strip.returned', { name: returned.by.name, reason })}`;
}

/** Its step asks for a decision, and the climb waits for it. */
function askedWords(escalation: EscalationView, { seats, may }: ApprovalView, asked: Asked, now: number): string {
  const open = seats.filter(({ state }) => state === 'open');
  const values = {
    because: reasonWords(escalation, now),
    step: (escalation.stepIndex ?? 0) + 1,
    count: escalation.steps.length,
    names: list([...new Set(open.flatMap(({ told }) => told.map(({ name }) => name)))]),
    at: moment(Math.min(...open.flatMap(({ decideBy }) => decideBy ?? [])), now),
  };
  return t(asked.isTold && may.refuse === null ? 'web.strip.asked' : 'web.strip.asks', values);
}

function heldWords(escalation: EscalationView, asked: Asked, now: number): string {
  const at = moment(escalation.confirmBy ?? now, now);
  const name = escalation.acknowledgedBy?.name ?? t('web.name.unknown');
  if (!asked.isHolder) return t('web.strip.held', { name, at });
  return t(escalation.reminded ? 'web.strip.confirm' : 'web.strip.mine', { at });
}

function handBackWords(offer: NonNullable<EscalationView['handBack']>, asked: Asked): string {
  const values = {
    by: offer.by.name,
    to: offer.to.name,
    reason: t(`web.hand_back.reason.${offer.reason}`),
  };
  if (asked.isOffered) return t('web.strip.offered', values);
  return t(asked.isHolder ? 'web.strip.offered_mine' : 'web.strip.offered_others', values);
}
