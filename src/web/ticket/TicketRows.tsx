import { useQuery } from '@tanstack/react-query';
import { useRef, type RefObject } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { TicketRow } from '#contract/ticket.ts';
import { useIsStale } from '#web/app/live.ts';
import { t } from '#web/app/i18n.ts';
import { noticesQuery } from '#web/people/queries.ts';
import type { Display } from '#web/ticket/display.ts';
import type { Sort } from '#web/ticket/list-filter.ts';
import type { View } from '#contract/list.ts';
import type { Arranged } from '#web/ticket/stable-order.ts';
import { TableHead } from '#web/ticket/TableHead.tsx';
import { TicketListRow } from '#web/ticket/TicketListRow.tsx';
import { TicketTableRow } from '#web/ticket/TicketTableRow.tsx';
import type { Checked } from '#web/ticket/use-checked.ts';
import type { Cursor } from '#web/ticket/use-cursor.ts';

interface Props {
  rows: readonly Arranged<TicketRow>[];
  view: View;
  search: string;
  display: Display;
  height: number;
  cursor: Cursor;
  checked: Checked;
  /** When the server stated the rows. */
  statedAt: number;
  total: number;
  virtual: RefObject<VirtualizerHandle | null>;
  sort: Sort;
  onSort: (sort: Sort) => void;
  onEnd: () => void;
}

const HEAD_PX = 36;

/** The rows as a grid with one tab stop; only those near the window are drawn, however many there are. */
export function TicketRows(props: Props) {
  const { rows, display, height, cursor, checked, total, virtual, onEnd } = props;
  const { data: notices } = useQuery(noticesQuery);
  const unseen = new Set(notices?.items.filter((one) => one.seenAt === null).map((one) => one.ticketId));
  const isStale = useIsStale();
  const box = useRef<HTMLDivElement>(null);
  const at = rows.findIndex((one) => one.row.id === cursor.id);
  const isTable = display.mode === 'table';
  const Row = isTable ? TicketTableRow : TicketListRow;
  return (
    <div
      ref={box}
      className="ticket-grid"
      role="grid"
      id="ticket-grid"
      aria-label={t('web.list.grid', { count: total })}
      aria-rowcount={Math.max(total, rows.length) + (isTable ? 1 : 0)}
      aria-multiselectable="true"
      aria-activedescendant={at === -1 ? undefined : `ticket-row-${cursor.id}`}
      tabIndex={0}
      data-density={display.density}
      data-checking={checked.ids.size > 0 || undefined}
    >
      {isTable && <TableHead columns={display.columns} sort={props.sort} onSort={props.onSort} />}
      <Virtualizer
        ref={virtual}
        data={rows}
        scrollRef={box}
        startMargin={isTable ? HEAD_PX : 0}
        itemSize={height}
        keepMounted={at === -1 ? [] : [at]}
        onScroll={(offset) => {
          const list = virtual.current;
          if (list !== null && offset + list.viewportSize > list.scrollSize - 20 * height) onEnd();
        }}
      >
        {({ row, gone }, index) => (
          <Row
            key={row.id}
            row={row}
            view={props.view}
            search={props.search}
            columns={display.columns}
            isCompact={display.density === 'compact'}
            statedAt={props.statedAt}
            index={index + (isTable ? 1 : 0)}
            isAt={row.id === cursor.id}
            isChecked={checked.ids.has(row.id)}
            onCheck={checked.set}
            isUnseen={unseen.has(row.id)}
            isGone={gone}
            isStale={isStale}
          />
        )}
      </Virtualizer>
    </div>
  );
}
