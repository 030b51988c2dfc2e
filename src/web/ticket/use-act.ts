import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { isUndecided, isUnreached, newCommandId, Refused } from '#web/app/api.ts';
import { toast, toastUndo } from '#web/app/toasts.ts';
import { perform, type Act } from '#web/ticket/perform.ts';
import { errorWords } from '#web/ui/ErrorState.tsx';

/**
 * Acts on a ticket: the answer replaces what is shown, a refusal is said in words and what is shown is
 * fetched anew, since somebody was faster. An answer lost on the way is asked for again with the same
 * command id, so the act is done once.
 */
export function useAct(ticketId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ act, commandId }: { act: Act; commandId: string }) => perform(ticketId, act, commandId),
    retry: (count, error) => isUnreached(error) && count < 2,
    onSuccess: (detail) => settle(client, ticketId, detail),
    onError: (error) => {
      // A reply that is held back says so where it is written.
      if (!(error instanceof Refused) || error.code !== 'new_messages') {
        toast(errorWords(error), 'refused', error instanceof Refused ? error.requestId : null);
      }
      void client.invalidateQueries({ queryKey: ['ticket', ticketId] });
      void client.invalidateQueries({ queryKey: ['messages', ticketId] });
    },
  });
}

/** Shows the ticket as an act left it, and has everything fetched anew that the act may have touched. */
function settle(client: QueryClient, ticketId: number, detail: TicketDetail): void {
  client.setQueryData(['ticket', ticketId], detail);
  void client.invalidateQueries({ queryKey: ['tickets'] });
  void client.invalidateQueries({ queryKey: ['messages', ticketId] });
  void client.invalidateQueries({ queryKey: ['events', ticketId] });
}

/** Does an act whose opposite is an act too: it says what was done and offers to take it back. */
export function useUndoable(ticketId: number): (act: Act, done: string, back: Act) => void {
  const client = useQueryClient();
  const { mutate } = useAct(ticketId);
  return (act, done, back) =>
    mutate(once(act), {
      onSuccess: () =>
        toastUndo(done, async () => settle(client, ticketId, await perform(ticketId, back, newCommandId()))),
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
