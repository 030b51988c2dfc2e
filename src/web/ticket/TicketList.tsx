import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useRef, useState, type RefObject } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { TicketRow } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { useIsStale } from '#web/app/live.ts';
import { t } from '#web/app/i18n.ts';
import { noticesQuery } from '#web/people/queries.ts';
import { ListHeader } from '#web/ticket/ListHeader.tsx';
import { ListRest } from '#web/ticket/ListRest.tsx';
import { ticketsQuery, type View } from '#web/ticket/queries.ts';
import type { Arranged } from '#web/ticket/stable-order.ts';
import { TicketListRow } from '#web/ticket/TicketListRow.tsx';
import { useStableRows } from '#web/ticket/use-stable-rows.ts';
import { Key } from '#web/ui/Key.tsx';

const ROW_PX = 64;

/** The list of one view, sorted by next event; its order stands still under the pointer and the focus. */
export function TicketList({ view }: { view: View }) {
  const { team } = useSearch({ strict: false });
  const tickets = useInfiniteQuery(ticketsQuery(view, team));
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const pages = tickets.data?.pages;
  const fresh = useMemo(() => flat(pages), [pages]);
  const stable = useStableRows(`${view} ${team ?? ''}`, fresh, isPointed || isFocused);
  const virtual = useRef<VListHandle>(null);
  const selected = useSelection(stable.rows, view, virtual, stable.refresh);

  return (
    <section
      className="list-pane"
      aria-label={t('web.list.label', { view: t(`web.view.${view}`) })}
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
    >
      <ListHeader view={view} count={pages?.[0]?.counts?.[view]} />
      {stable.rows.length === 0 ? (
        <ListRest view={view} query={tickets} />
      ) : (
        <Rows
          rows={stable.rows}
          view={view}
          selected={selected}
          statedAt={pages?.[0]?.now ?? 0}
          total={pages?.[0]?.counts?.[view] ?? stable.rows.length}
          virtual={virtual}
          onEnd={() => tickets.hasNextPage && !tickets.isFetching && void tickets.fetchNextPage()}
        />
      )}
      {stable.moved > 0 && (
        <button type="button" className="list-moved" onClick={stable.refresh}>
          {t('web.list.moved', { count: stable.moved })}
          <Key name="." />
          <span className="text-muted">{t('web.list.moved_hint')}</span>
        </button>
      )}
    </section>
  );
}

/** All pages' rows as one list; a row that moved to the next page while paging is there once. */
const flat = (pages: { items: TicketRow[] }[] | undefined): readonly TicketRow[] => [
  ...new Map(pages?.flatMap((page) => page.items).map((row) => [row.id, row])).values(),
];

/** Which ticket is selected (the URL says), and the keys that move it. */
function useSelection(
  rows: readonly Arranged<TicketRow>[],
  view: View,
  virtual: RefObject<VListHandle | null>,
  refresh: () => void,
): number | null {
  const navigate = useNavigate();
  const { ticketId } = useParams({ strict: false });
  const { team } = useSearch({ strict: false });
  const selected = ticketId ?? null;
  const move = (by: 1 | -1): void => {
    const from = rows.findIndex((one) => one.row.id === selected);
    const to = from === -1 ? (by === 1 ? 0 : rows.length - 1) : from + by;
    const next = rows[Math.min(Math.max(to, 0), rows.length - 1)];
    if (next === undefined) return;
    virtual.current?.scrollToIndex(rows.indexOf(next), { align: 'nearest' });
    void navigate({
      to: '/inbox/$view/$ticketId',
      params: { view, ticketId: next.row.id },
      search: { team },
      replace: selected !== null,
    });
  };
  useKeys([
    { id: 'list.next', title: 'web.key.next', keys: ['j', 'ArrowDown'], scope: 'list', run: () => move(1) },
    { id: 'list.previous', title: 'web.key.previous', keys: ['k', 'ArrowUp'], scope: 'list', run: () => move(-1) },
    {
      id: 'list.open',
      title: 'web.key.open',
      keys: ['Enter'],
      scope: 'list',
      when: () => rows.length > 0,
      run: () => (selected === null ? move(1) : document.getElementById('ticket-title')?.focus()),
    },
    { id: 'list.refresh', title: 'web.key.refresh', keys: ['.'], scope: 'list', run: refresh },
  ]);
  return selected;
}

interface RowsProps {
  rows: readonly Arranged<TicketRow>[];
  view: View;
  selected: number | null;
  statedAt: number;
  total: number;
  virtual: RefObject<VListHandle | null>;
  onEnd: () => void;
}

function Rows({ rows, view, selected, statedAt, total, virtual, onEnd }: RowsProps) {
  const { data: notices } = useQuery(noticesQuery);
  const unseen = new Set(notices?.items.filter((one) => one.seenAt === null).map((one) => one.ticketId));
  const isStale = useIsStale();
  const at = rows.findIndex((one) => one.row.id === selected);
  return (
    <VList
      ref={virtual}
      className="ticket-grid"
      role="grid"
      id="ticket-grid"
      aria-label={t('web.list.grid', { count: total })}
      aria-rowcount={Math.max(total, rows.length)}
      aria-activedescendant={at === -1 ? undefined : `ticket-row-${selected}`}
      tabIndex={0}
      itemSize={ROW_PX}
      keepMounted={at === -1 ? [] : [at]}
      onScroll={(offset) => {
        const list = virtual.current;
        if (list !== null && offset + list.viewportSize > list.scrollSize - 10 * ROW_PX) onEnd();
      }}
    >
      {rows.map(({ row, gone }, index) => (
        <TicketListRow
          key={row.id}
          row={row}
          view={view}
          statedAt={statedAt}
          index={index}
          isSelected={row.id === selected}
          isUnseen={unseen.has(row.id)}
          isGone={gone}
          isStale={isStale}
        />
      ))}
    </VList>
  );
}
