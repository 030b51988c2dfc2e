import { ArrowDown } from 'lucide-react';
import { t } from '#web/app/i18n.ts';
import type { Column } from '#web/ticket/display.ts';
import type { Sort } from '#web/ticket/list-filter.ts';
import { tableColumns } from '#web/ticket/table-columns.ts';

const SORTED_BY: Partial<Record<Column, Sort>> = {
  severity: 'severity',
  updated: 'updated',
  opened: 'newest',
  clock: 'next_event',
};

interface Props {
  columns: readonly Column[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** The names of the columns; those that order the list do so when pressed. */
export const TableHead = ({ columns, sort, onSort }: Props) => (
  <div role="row" aria-rowindex={1} className="table-head" style={{ gridTemplateColumns: tableColumns(columns) }}>
    <span role="columnheader" className="sr-only">
      {t('web.column.select')}
    </span>
    <span aria-hidden="true" />
    {columns.map((column) => {
      const by = SORTED_BY[column];
      const isBy = by === sort || (column === 'opened' && sort === 'oldest');
      const direction = sort === 'oldest' ? ('ascending' as const) : ('descending' as const);
      return (
        <span key={column} role="columnheader" aria-sort={isBy ? direction : undefined} className="cut">
          {by === undefined ? (
            t(`web.column.${column}`)
          ) : (
            <button
              type="button"
              tabIndex={-1}
              className="table-sort"
              onClick={() => onSort(column === 'opened' && sort === 'newest' ? 'oldest' : by)}
            >
              {t(`web.column.${column}`)}
              {isBy && (
                <ArrowDown className="icon size-[12px]" data-up={sort === 'oldest' || undefined} aria-hidden="true" />
              )}
            </button>
          )}
        </span>
      );
    })}
  </div>
);
