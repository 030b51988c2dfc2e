import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { TicketDetail, TicketRow } from '#contract/ticket.ts';
import { serverNow } from '#web/app/clock.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import type { Present } from '#web/people/presence.ts';
import { ticketQuery } from '#web/ticket/queries.ts';
import { SkipDialog } from '#web/ticket/SkipDialog.tsx';
import { keepSkip, readSkips } from '#web/ticket/skips.ts';
import type { Arranged } from '#web/ticket/stable-order.ts';
import type { Cursor } from '#web/ticket/use-cursor.ts';

interface Props {
  rows: readonly Arranged<TicketRow>[];
  cursor: Cursor;
}

/** Served tickets may be skipped for a while; they come again when they have changed or the hour is over. */
const SKIPPED_MS = 3_600_000;

/**
 * `W`: the next ticket to work, in the order of the list. One that a colleague is at is passed over. Going on
 * from a ticket that was served and to which nothing was done asks why.
 */
export function WorkNext({ rows, cursor }: Props) {
  const client = useQueryClient();
  const { ticketId } = useParams({ strict: false });
  const served = useRef<{ id: number; seq: number | null } | null>(null);
  const [skipping, setSkipping] = useState<TicketRow | null>(null);
  const seq = useQuery({ ...ticketQuery(ticketId ?? 0), enabled: false }).data?.seq;
  useEffect(() => {
    // It was served before it had been read: what is read first is what it was served as.
    if (served.current?.id === ticketId && served.current?.seq === null && seq !== undefined) served.current.seq = seq;
  }, [ticketId, seq]);

  const seqOf = (id: number): number | null => client.getQueryData<TicketDetail>(['ticket', id])?.seq ?? null;
  const isTaken = (id: number): boolean =>
    (client.getQueryData<readonly Present[]>(['presence', id]) ?? []).some((one) => one.mode !== 'viewing');
  const serve = (): void => {
    const now = serverNow();
    const skipped = new Set(
      readSkips()
        .filter((one) => now - one.at < SKIPPED_MS)
        .map((one) => one.ticketId),
    );
    const next = rows.find(({ row, gone }) => !gone && row.id !== ticketId && !skipped.has(row.id) && !isTaken(row.id));
    if (next === undefined) {
      toast(t('web.work.none'));
      return;
    }
    served.current = { id: next.row.id, seq: seqOf(next.row.id) };
    cursor.open(next.row.id);
  };
  const work = (): void => {
    const before = served.current;
    const row = rows.find((one) => one.row.id === before?.id)?.row;
    const isUntouched = before !== null && before.id === ticketId && (before.seq === null || before.seq === seq);
    if (isUntouched && row !== undefined) setSkipping(row);
    else serve();
  };
  useKeys([{ id: 'list.work', title: 'web.key.work', keys: ['w'], scope: 'list', run: work }]);
  if (skipping === null) return null;
  return (
    <SkipDialog
      row={skipping}
      onClose={() => setSkipping(null)}
      onSkip={(reason, words) => {
        keepSkip({ ticketId: skipping.id, number: skipping.number, at: serverNow(), reason, words });
        setSkipping(null);
        serve();
      }}
    />
  );
}
