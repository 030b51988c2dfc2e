import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { isUndecided, isUnreached, newCommandId, Refused } from '#web/app/api.ts';
import { t } from '#web/app/i18n.ts';
import { isLineLost } from '#web/app/live.ts';
import { toast, toastUndo } from '#web/app/toasts.ts';
import { mayWait } from '#web/ticket/conflict.ts';
import type { Written } from '#web/ticket/drafts.ts';
import { perform, type Act } from '#web/ticket/perform.ts';
import { wait, waitingOn } from '#web/ticket/send-waiting.ts';
import { settle } from '#web/ticket/settle.ts';
import { errorWords } from '#web/ui/ErrorState.tsx';

interface Given {
  act: Act;
  commandId: string;
  /** The words as they stand in the composer, should the act have to wait. */
  written?: Written;
}
/** The ticket as the act left it, or the act waits for the line. */
type Done = TicketDetail | 'waits';

/**
 * Acts on a ticket: the answer replaces what is shown, a refusal is said in words and what is shown is
 * fetched anew, since somebody was faster. An answer lost on the way is asked for again with the same
 * command id, so the act is done once; without a line, what can wait is kept and goes out when it is back.
 * `saidIn` is where a refusal stands: a dialog shows its own, for as long as it is open.
 */
export function useAct(ticketId: number, saidIn: 'toast' | 'dialog' = 'toast') {
  const client = useQueryClient();
  const isOpen = useRef(false);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  return useMutation({
    mutationFn: (given: Given) => performOrWait(client, ticketId, given),
    networkMode: 'always',
    retry: (count, error) => isUnreached(error) && count < 2,
    onSuccess: (done) => {
      if (done === 'waits') toast(t('web.waiting.kept'));
      else settle(client, ticketId, done);
    },
    onError: (error) => sayWhyNot(client, ticketId, error, () => saidIn === 'dialog' && isOpen.current),
  });
}

/**
 * Says why an act was not done, and has what is shown fetched anew. A refused act is over only when that is here: until
 * then a quick hand would send the same again from what is out of date, and be refused for the same reason.
 */
async function sayWhyNot(
  client: QueryClient,
  ticketId: number,
  error: Error,
  isSaidElsewhere: () => boolean,
): Promise<void> {
  const isRefused = error instanceof Refused;
  // A reply that is held back says so where it is written.
  let isSaid = isRefused && error.code === 'new_messages';
  const say = (): void => {
    if (isSaid || isSaidElsewhere()) return;
    isSaid = true;
    toast(errorWords(error), 'refused', isRefused ? error.requestId : null);
  };
  say();
  const anew = ['ticket', 'messages'].map((key) => client.invalidateQueries({ queryKey: [key, ticketId] }));
  if (isRefused) await Promise.all(anew);
  // Who has closed the dialog meanwhile is told all the same.
  say();
}

/**
 * Does an act, or keeps it until the line is back when it can wait; then behind what already waits on this ticket, so
 * that everything happens in the order it was done.
 */
async function performOrWait(client: QueryClient, ticketId: number, given: Given): Promise<Done> {
  const { act, commandId, written = null } = given;
  if (!mayWait(act)) return perform(ticketId, act, commandId);
  if (!isLineLost() && waitingOn(client, ticketId).length === 0) {
    try {
      return await perform(ticketId, act, commandId);
    } catch (error) {
      if (!isUnreached(error)) throw error;
    }
  }
  await wait(client, ticketId, { act, commandId, written });
  return 'waits';
}

/** Says what was done and offers to take it back by another act. */
export function useTakeBack(ticketId: number): (done: string, back: Act) => void {
  const client = useQueryClient();
  return (done, back) =>
    toastUndo(done, async () => settle(client, ticketId, await perform(ticketId, back, newCommandId())));
}

/** Does an act whose opposite is an act too: it says what was done and offers to take it back. */
export function useUndoable(ticketId: number): (act: Act, done: string, back: Act) => void {
  const offerBack = useTakeBack(ticketId);
  const { mutate } = useAct(ticketId);
  return (act, done, back) =>
    mutate(once(act), {
      onSuccess: (what) => {
        if (what !== 'waits') offerBack(done, back);
      },
    });
}

export interface CommandIds {
  /** The id for sending `content`; the same for the same content until it was decided upon. */
  idFor: (content: string) => string;
  decided: (error: unknown) => void;
}

/**
 * Ids for acts with a text. When no answer comes, sending the same once more carries the same id and cannot
 * double it; a changed text, or one the server has decided upon, is another act.
 */
export function useCommandIds(): CommandIds {
  const waiting = useRef<{ id: string; content: string } | null>(null);
  return {
    idFor: (content) => {
      if (waiting.current?.content !== content) waiting.current = { id: newCommandId(), content };
      return waiting.current.id;
    },
    decided: (error) => {
      if (!isUndecided(error)) waiting.current = null;
    },
  };
}

/** Wraps an act with the key that makes it happen once. */
export const once = (act: Act): { act: Act; commandId: string } => ({ act, commandId: newCommandId() });
