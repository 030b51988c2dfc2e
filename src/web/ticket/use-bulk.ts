import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TicketRow } from '#contract/ticket.ts';
import { Refused } from '#web/app/api.ts';
import { t } from '#web/app/i18n.ts';
import { toast, toastUndo } from '#web/app/toasts.ts';
import { inverseOf, partsFor, performParts, type BulkAct, type Refusal } from '#web/ticket/bulk.ts';
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
    onSuccess: (refused, wanted) => {
      const no = new Set(refused.map((one) => one.id));
      const done = wanted.rows.filter((row) => !no.has(row.id));
      if (done.length > 0) {
        toastUndo(t('web.bulk.done', { count: done.length }), async () => {
          const stuck = await performParts(partsFor(done, (row) => inverseOf(wanted.actFor(row), row)));
          refetch();
          const [first] = stuck;
          if (first !== undefined) throw new Refused(409, first.code, null);
        });
      }
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
