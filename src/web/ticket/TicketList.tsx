import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { memo, useMemo, useRef, useState, type FocusEvent, type PointerEvent } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { t } from '#web/app/i18n.ts';
import { stringifySearch } from '#web/app/search-params.ts';
import { useAskPresence } from '#web/people/presence.ts';
import { meQuery, peopleQuery } from '#web/people/queries.ts';
import { BulkBar } from '#web/ticket/BulkBar.tsx';
import { rowHeight, useDisplay } from '#web/ticket/display.ts';
import type { FilterNames } from '#web/ticket/filter-words.ts';
import { isNarrowed } from '#web/ticket/list-filter.ts';
import { rowsOf, ticketsQuery } from '#web/ticket/list-query.ts';
import type { View } from '#contract/list.ts';
import { ListTop } from '#web/ticket/ListTop.tsx';
import { ListRest } from '#web/ticket/ListRest.tsx';
import { TicketRows } from '#web/ticket/TicketRows.tsx';
import { useChecked } from '#web/ticket/use-checked.ts';
import { useCursor } from '#web/ticket/use-cursor.ts';
import { useFilter } from '#web/ticket/use-filter.ts';
import { useStableRows } from '#web/ticket/use-stable-rows.ts';
import { WorkNext } from '#web/ticket/WorkNext.tsx';
import { Key } from '#web/ui/Key.tsx';

interface Props {
  view: View;
  /** It has the page to itself and may be a table. */
  isAlone: boolean;
}

/** Everything a list is made of; its order is held while the pointer or the focus is in it. */
function useList(view: View, isAlone: boolean) {
  const use = useFilter();
  const chosen = useDisplay();
  const isTable = isAlone && chosen.mode === 'table';
  const display = isTable ? chosen : { ...chosen, mode: 'list' as const };
  const tickets = useInfiniteQuery(ticketsQuery(view, use.filter));
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const pages = tickets.data?.pages;
  const fresh = useMemo(() => rowsOf(pages), [pages]);
  const key = `${view} ${JSON.stringify(use.filter)}`;
  const stable = useStableRows(key, fresh, isPointed || isFocused);
  const virtual = useRef<VirtualizerHandle>(null);
  const checked = useChecked(key);
  const { rows, refresh } = stable;
  const cursor = useCursor({ rows, view, isTable, virtual, checked, refresh });
  const names = useNames(fresh);
  useAskPresence(useMemo(() => fresh.map((row) => row.id), [fresh]));
  const counted = pages?.[0]?.counts?.[view];
  const isWhole = tickets.isSuccess && !tickets.hasNextPage;
  const total = isNarrowed(use.filter) ? (isWhole ? fresh.length : undefined) : counted;
  const more = (): void => {
    if (tickets.hasNextPage && !tickets.isFetching) void tickets.fetchNextPage();
  };
  // A page may hold nothing while the next one does: a rare filter is looked for a stretch at a time.
  if (rows.length === 0 && tickets.isSuccess) more();
  const isSeeking = rows.length === 0 && tickets.hasNextPage;

  const hold = {
    onPointerEnter: (event: PointerEvent) => setPointed(event.pointerType === 'mouse'),
    onPointerLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur: (event: FocusEvent) => setFocused(event.currentTarget.contains(event.relatedTarget)),
  };
  return { use, display, tickets, pages, fresh, stable, virtual, checked, cursor, names, total, more, isSeeking, hold };
}

/** The list of one view; its order stands still under the pointer and the focus. */
export const TicketList = memo(function TicketList({ view, isAlone }: Props) {
  const list = useList(view, isAlone);
  const { use, display, stable, cursor, checked, names, pages, tickets, total, fresh, more, hold } = list;
  const { rows, refresh } = stable;
  return (
    <section
      className="list-pane"
      data-table={display.mode === 'table' || undefined}
      aria-label={t('web.list.label', { view: t(`web.view.${view}`) })}
      {...hold}
    >
      <ListTop view={view} count={total} use={use} names={names} rows={fresh} pressure={pages?.[0]?.pressure} />
      {rows.length === 0 ? (
        <ListRest view={view} query={tickets} isSeeking={list.isSeeking} use={use} names={names} />
      ) : (
        <TicketRows
          rows={rows}
          view={view}
          search={stringifySearch({ ...use.filter })}
          display={display}
          height={rowHeight(display)}
          cursor={cursor}
          checked={checked}
          statedAt={pages?.[0]?.now ?? 0}
          total={total ?? rows.length}
          virtual={list.virtual}
          sort={use.filter.sort ?? 'next_event'}
          onSort={(sort) => use.apply({ ...use.filter, sort })}
          onEnd={more}
        />
      )}
      {stable.moved > 0 && (
        <button type="button" className="list-moved" onClick={refresh}>
          {t('web.list.moved', { count: stable.moved })}
          <Key name="." />
          <span className="text-muted">{t('web.list.moved_hint')}</span>
        </button>
      )}
      <BulkBar checked={checked} rows={rows} />
      <WorkNext rows={rows} cursor={cursor} />
    </section>
  );
});

/** The names that filters speak of. */
function useNames(rows: readonly { requester: { id: number; name: string } }[]): FilterNames {
  const { data: people } = useQuery(peopleQuery);
  const { data: me } = useQuery(meQuery);
  const requesters = useMemo(() => new Map(rows.map((row) => [row.requester.id, row.requester.name])), [rows]);
  return useMemo(() => ({ people, me, requesters }), [people, me, requesters]);
}
