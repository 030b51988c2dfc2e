import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { isUndecided, isUnreached, newCommandId, Refused } from '#web/app/api.ts';
import { toast } from '#web/app/toasts.ts';
import { perform, type Act } from '#web/ticket/queries.ts';
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
    onSuccess: (detail) => {
      client.setQueryData(['ticket', ticketId], detail);
      void client.invalidateQueries({ queryKey: ['tickets'] });
      void client.invalidateQueries({ queryKey: ['messages', ticketId] });
      void client.invalidateQueries({ queryKey: ['events', ticketId] });
    },
    onError: (error) => {
      toast(errorWords(error), 'refused', error instanceof Refused ? error.requestId : null);
      void client.invalidateQueries({ queryKey: ['ticket', ticketId] });
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
