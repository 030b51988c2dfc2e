import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TicketRow } from '#contract/ticket.ts';
import { Refused } from '#web/app/api.ts';
import { t } from '#web/app/i18n.ts';
import { toast, toastUndo } from '#web/app/toasts.ts';
import type { BulkAct } from '#contract/bulk.ts';
import { partsFor, performParts, type Refusal } from '#web/ticket/bulk.ts';
import { errorWords } from '#web/ui/ErrorState.tsx';

interface Wanted {
  rows: readonly TicketRow[];
  actFor: (row: TicketRow) => BulkAct;
}

/** What was asked for and refused, kept until it is tried again or dismissed. */
export interface Left extends Wanted {
  refused: readonly Refusal[];
}

/** Acts on several tickets: one result a row, what was refused can be tried again, all of it is one undo. */
export function useBulk(onDone: (refused: readonly Refusal[]) => void) {
  const client = useQueryClient();
  const [left, setLeft] = useState<Left | null>(null);
  const refetch = (): void => {
    for (const key of ['tickets', 'ticket', 'events']) void client.invalidateQueries({ queryKey: [key] });
  };
  const act = useMutation({
    mutationFn: ({ rows, actFor }: Wanted) => performParts(partsFor(rows, actFor)),
    onSuccess: ({ refused, undo }, wanted) => {
      const count = wanted.rows.length - refused.length;
      const takeBack = async (): Promise<void> => {
        const { refused: stuck } = await performParts(undo);
        refetch();
        const [first] = stuck;
        if (first !== undefined) throw new Refused(409, first.code, null);
      };
      if (count > 0 && undo.length > 0) toastUndo(t('web.bulk.done', { count }), takeBack);
      else if (count > 0) toast(t('web.bulk.done', { count }));
      setLeft(refused.length === 0 ? null : { ...wanted, refused });
      onDone(refused);
    },
    onError: (error) => toast(errorWords(error), 'refused', error instanceof Refused ? error.requestId : null),
    onSettled: refetch,
  });
  return {
    isPending: act.isPending,
    start: (rows: readonly TicketRow[], actFor: (row: TicketRow) => BulkAct) => act.mutate({ rows, actFor }),
    left,
    retry: () => {
      if (left === null) return;
      const ids = new Set(left.refused.map((one) => one.id));
      act.mutate({ rows: left.rows.filter((row) => ids.has(row.id)), actFor: left.actFor });
    },
    dismiss: () => setLeft(null),
  };
}
