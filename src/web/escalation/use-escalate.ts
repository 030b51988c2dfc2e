import { useState } from 'react';
import type { Escalate } from '#contract/act.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { useAmount } from '#web/approval/AmountFields.tsx';
import { isUnreached, Refused } from '#web/app/api.ts';
import { list } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { liveEscalation } from '#web/escalation/live-escalation.ts';
import { useAct, useCommandIds } from '#web/ticket/use-act.ts';

export interface Escalating {
  reason: Escalate['reason'] | null;
  words: string;
  /** What it costs to allow it, where a step asks for that. */
  amount: ReturnType<typeof useAmount>;
  /** Sending was tried without a reason. */
  isReasonMissing: boolean;
  isPending: boolean;
  /** The next step is guarded: sending it again says so twice. */
  isGuarded: boolean;
  /** What the server refused it with; null when it did not. */
  error: unknown;
  pick: (reason: Escalate['reason']) => void;
  write: (words: string) => void;
  send: () => void;
}

/**
 * What is put together in the dialog, and its sending. It carries the firing that was on the screen when the
 * dialog opened; after a refusal, the one on the screen by then.
 */
export function useEscalate(ticket: TicketDetail, onDone: () => void): Escalating {
  const [reason, setReason] = useState<Escalate['reason'] | null>(null);
  const [words, setWords] = useState('');
  const amount = useAmount();
  const [isAsked, setAsked] = useState(false);
  const act = useAct(ticket.id);
  const ids = useCommandIds();
  const current = liveEscalation(ticket)?.firing ?? null;
  const [opened] = useState(current);
  const confirmed = act.isError && act.error instanceof Refused && act.error.code === 'step_guarded';
  const isRefused = act.isError && !isUnreached(act.error);

  const send = (): void => {
    if (act.isPending) return;
    if (reason === null || amount.amount === false) return setAsked(true);
    const costs = amount.amount === null ? {} : { amount: amount.amount };
    act.mutate(
      {
        act: { type: 'escalate', firing: isRefused ? current : opened, reason, words, confirmed, ...costs },
        commandId: ids.idFor(`${reason} ${confirmed} ${JSON.stringify(costs)} ${words}`),
      },
      {
        onSuccess: (done) => {
          const told = (done === 'waits' ? null : liveEscalation(done))?.told.map((one) => one.name) ?? [];
          toast(told.length === 0 ? t('web.escalate.done') : t('web.escalate.done_told', { names: list(told) }));
          onDone();
        },
        onSettled: (_detail, error) => ids.decided(error),
      },
    );
  };
  return {
    reason,
    words,
    amount,
    isReasonMissing: isAsked && reason === null,
    isPending: act.isPending,
    isGuarded: confirmed,
    error: act.isError ? act.error : null,
    pick: setReason,
    write: setWords,
    send,
  };
}
