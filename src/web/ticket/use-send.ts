import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import type { Mode } from '#web/ticket/drafts.ts';
import { useAct, useCommandIds } from '#web/ticket/use-act.ts';
import { useArrivals } from '#web/ticket/use-arrivals.ts';
import { useDraft, type Draft } from '#web/ticket/use-draft.ts';

export interface Sending {
  draft: Draft;
  isEmpty: boolean;
  isPending: boolean;
  /** Who wrote meanwhile and so holds the reply back; null when nothing does. */
  heldBackBy: string | null;
  send: (isSure?: boolean) => void;
  edit: () => void;
}

/**
 * The draft of one mode and its sending. A reply is held back once when somebody wrote while it was typed.
 * Sent again after a lost answer, the same text is the same act.
 */
export function useSend(ticket: TicketDetail, mode: Mode, meId: number, isRefused: boolean): Sending {
  const draft = useDraft(meId, ticket.id, mode);
  const act = useAct(ticket.id);
  const arrived = useArrivals(ticket.id, meId, draft.text !== '');
  const [isHeldBack, setHeldBack] = useState(false);
  const ids = useCommandIds();
  const isEmpty = draft.text.trim() === '';

  const send = (isSure = false): void => {
    if (isEmpty || isRefused || act.isPending) return;
    if (mode === 'reply' && arrived.name !== null && !isSure) return setHeldBack(true);
    act.mutate(
      { act: { type: mode, text: draft.text }, commandId: ids.idFor(draft.text) },
      {
        onSuccess: () => {
          setHeldBack(false);
          arrived.forget();
          draft.clear();
        },
        onSettled: (_detail, error) => ids.decided(error),
      },
    );
  };
  return {
    draft,
    isEmpty,
    isPending: act.isPending,
    heldBackBy: isHeldBack ? arrived.name : null,
    send,
    edit: () => setHeldBack(false),
  };
}
