import { useRef, useState } from 'react';
import type { Escalate } from '#contract/act.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { useAmount } from '#web/approval/AmountFields.tsx';
import { isUnreached, Refused } from '#web/app/api.ts';
import { list } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { liveEscalation } from '#web/escalation/live-escalation.ts';
import type { Act } from '#web/ticket/perform.ts';
import { useAct, useCommandIds, useTakeBack } from '#web/ticket/use-act.ts';

type Need = NonNullable<Escalate['need']>;

interface Picked {
  reason: Escalate['reason'] | null;
  /** What whoever is called shall do; null: nothing in particular. */
  need: Need | null;
}
const NOTHING: Picked = { reason: null, need: null };

export interface Escalating extends Picked {
  words: string;
  /** The customer shall hear nothing of it. */
  isUntold: boolean;
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
  want: (need: Need) => void;
  tell: (isTold: boolean) => void;
  write: (words: string) => void;
  send: () => void;
}

/** What takes back an escalation that has just begun; null for whoever may not end it. */
function backOf(ticket: TicketDetail): Act | null {
  const escalation = liveEscalation(ticket);
  if (escalation === null || ticket.may.de_escalate !== null) return null;
  return { type: 'de_escalate', escalationId: escalation.id, reason: 'mistaken', words: '' };
}

/** What is chosen, as it is drawn and as it is: a quick hand sends what it has just chosen before that is drawn. */
function useChoice() {
  const [chosen, setChosen] = useState(NOTHING);
  const newest = useRef(NOTHING);
  const choose = (picked: Partial<Picked>): void => {
    newest.current = { ...newest.current, ...picked };
    setChosen(newest.current);
  };
  return { chosen, newest: () => newest.current, choose };
}

/**
 * What is put together in the dialog, and its sending. It carries the firing that was on the screen when the
 * dialog opened; after a refusal, the one on the screen by then.
 */
export function useEscalate(ticket: TicketDetail, onDone: () => void): Escalating {
  const { chosen, newest, choose } = useChoice();
  const [words, setWords] = useState('');
  const [isUntold, setUntold] = useState(false);
  const amount = useAmount();
  const [isAsked, setAsked] = useState(false);
  const act = useAct(ticket.id, 'dialog');
  const offerBack = useTakeBack(ticket.id);
  const ids = useCommandIds();
  const current = liveEscalation(ticket)?.firing ?? null;
  const [opened] = useState(current);
  const confirmed = act.isError && act.error instanceof Refused && act.error.code === 'step_guarded';
  const isRefused = act.isError && !isUnreached(act.error);

  const send = (): void => {
    if (act.isPending) return;
    const { reason, need } = newest();
    if (reason === null || amount.amount === false) return setAsked(true);
    const asked = {
      ...(amount.amount === null ? {} : { amount: amount.amount }),
      ...(need === null ? {} : { need }),
      ...(isUntold ? { untold: true } : {}),
    };
    act.mutate(
      {
        act: { type: 'escalate', firing: isRefused ? current : opened, reason, words, confirmed, ...asked },
        commandId: ids.idFor(`${reason} ${confirmed} ${JSON.stringify(asked)} ${words}`),
      },
      {
        onSuccess: (done) => {
          const told = (done === 'waits' ? null : liveEscalation(done))?.told.map((one) => one.name) ?? [];
          const words = told.length === 0 ? t('web.escalate.done') : t('web.escalate.done_told', { names: list(told) });
          const back = done === 'waits' || opened !== null ? null : backOf(done);
          if (back === null) toast(words);
          else offerBack(words, back);
          onDone();
        },
        onSettled: (_detail, error) => ids.decided(error),
      },
    );
  };
  return {
    ...chosen,
    words,
    isUntold,
    amount,
    isReasonMissing: isAsked && chosen.reason === null,
    isPending: act.isPending,
    isGuarded: confirmed,
    error: act.isError ? act.error : null,
    pick: (reason) => choose({ reason }),
    want: (need) => choose({ need }),
    tell: (isTold) => setUntold(!isTold),
    write: setWords,
    send,
  };
}
