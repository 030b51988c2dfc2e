import { memo, useMemo } from 'react';
import type { Pressure, View } from '#contract/list.ts';
import type { TicketRow } from '#contract/ticket.ts';
import { FilterChips } from '#web/ticket/FilterChips.tsx';
import { FilterMenu } from '#web/ticket/FilterMenu.tsx';
import type { FilterNames } from '#web/ticket/filter-words.ts';
import { ListHeader } from '#web/ticket/ListHeader.tsx';
import { PressureBar } from '#web/ticket/PressureBar.tsx';
import type { FilterInUse } from '#web/ticket/use-filter.ts';

interface Props {
  view: View;
  count: number | undefined;
  use: FilterInUse;
  names: FilterNames;
  rows: readonly TicketRow[];
  pressure: Pressure | undefined;
}

/** What stands above the rows; leading through them does not draw it again. */
export const ListTop = memo(function ListTop({ view, count, use, names, rows, pressure }: Props) {
  const tags = useMemo(() => valuesOf(rows, (row) => row.tags), [rows]);
  const topics = useMemo(() => valuesOf(rows, (row) => [row.topic]), [rows]);
  return (
    <>
      <ListHeader view={view} count={count} use={use}>
        <FilterMenu use={use} names={names} tags={tags} topics={topics} />
      </ListHeader>
      {view !== 'closed' && (
        <PressureBar
          pressure={pressure}
          chosen={use.filter.clock}
          onPick={(clock) => use.apply({ ...use.filter, clock })}
        />
      )}
      <FilterChips filter={use.filter} names={names} onApply={use.apply} />
    </>
  );
});

const valuesOf = <Row,>(rows: readonly Row[], of: (row: Row) => readonly string[] | undefined): string[] =>
  [...new Set(rows.flatMap((row) => of(row) ?? []))]
    .filter((one) => one !== '')
    .toSorted()
    .slice(0, 40);
