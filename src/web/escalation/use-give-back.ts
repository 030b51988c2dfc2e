import { useState } from 'react';
import type { HandBackBody, ReturnEscalation } from '#contract/act.ts';
import type { EscalationView, TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import type { GiveBackKind } from '#web/escalation/GiveBackDialog.tsx';
import type { Act } from '#web/ticket/perform.ts';
import { useAct, useCommandIds } from '#web/ticket/use-act.ts';

type ReturnReason = ReturnEscalation['reason'];
type HandBackReason = HandBackBody['reason'];
type Reason = ReturnReason | HandBackReason;

/** In the order of the digits that choose them. */
const RETURN: readonly ReturnReason[] = [
  'wrong_skill',
  'no_time',
  'facts_missing',
  'not_needed',
  'conflict_of_interest',
];
const HAND_BACK: readonly HandBackReason[] = ['part_done', 'can_be_done_below', 'facts_missing', 'wrong_skill'];

export interface GiveBack {
  reasons: readonly Reason[];
  nameOf: (reason: Reason) => string;
  reason: Reason | null;
  words: string;
  toPersonId: number | null;
  /** Sending was tried without a reason. */
  isReasonMissing: boolean;
  isPending: boolean;
  /** What the server refused it with; null when it did not. */
  error: unknown;
  pick: (reason: Reason) => void;
  write: (words: string) => void;
  give: (personId: number | null) => void;
  send: () => void;
}

interface Options {
  kind: GiveBackKind;
  ticket: TicketDetail;
  escalation: EscalationView;
  onDone: () => void;
}

/** What is put together in the dialog, and its sending. */
export function useGiveBack({ kind, ticket, escalation, onDone }: Options): GiveBack {
  const [reason, setReason] = useState<Reason | null>(null);
  const [words, setWords] = useState('');
  const [toPersonId, setTo] = useState<number | null>(null);
  const [isAsked, setAsked] = useState(false);
  const act = useAct(ticket.id);
  const ids = useCommandIds();
  const send = (): void => {
    if (act.isPending) return;
    if (reason === null) return setAsked(true);
    act.mutate(
      { act: actOf(kind, escalation.id, reason, words, toPersonId), commandId: ids.idFor(`${reason} ${words}`) },
      {
        onSuccess: () => {
          toast(t(kind === 'return' ? 'web.return.done' : 'web.hand_back.done'));
          onDone();
        },
        onSettled: (_detail, error) => ids.decided(error),
      },
    );
  };
  return {
    reasons: kind === 'return' ? RETURN : HAND_BACK,
    nameOf: (one) =>
      kind === 'return'
        ? t(`web.return.reason.${one as ReturnReason}`)
        : t(`web.hand_back.reason.${one as HandBackReason}`),
    reason,
    words,
    toPersonId,
    isReasonMissing: isAsked && reason === null,
    isPending: act.isPending,
    error: act.isError ? act.error : null,
    pick: setReason,
    write: setWords,
    give: setTo,
    send,
  };
}

function actOf(
  kind: GiveBackKind,
  escalationId: number,
  reason: Reason,
  words: string,
  toPersonId: number | null,
): Act {
  if (kind === 'return') return { type: 'return', escalationId, reason: reason as ReturnReason, words };
  const to = toPersonId === null ? {} : { toPersonId };
  return { type: 'hand_back', escalationId, reason: reason as HandBackReason, words, ...to };
}
