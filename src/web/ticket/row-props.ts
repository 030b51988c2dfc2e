import type { TicketRow } from '#contract/ticket.ts';
import type { Column } from '#web/ticket/display.ts';
import type { View } from '#contract/list.ts';

/** What a row is drawn from, in a list or in a table. */
export interface RowProps {
  row: TicketRow;
  view: View;
  /** What of the address narrows the list, from `?` on. */
  search: string;
  columns: readonly Column[];
  isCompact: boolean;
  /** When the server stated the row. */
  statedAt: number;
  index: number;
  /** The row that keys act on. */
  isAt: boolean;
  isChecked: boolean;
  onCheck: (id: number, isOn: boolean) => void;
  isUnseen: boolean;
  isGone: boolean;
  isStale: boolean;
}

/** A drawn row is drawn again only when what it shows differs. */
export const isSameRow = (before: RowProps, after: RowProps): boolean =>
  (Object.keys(after) as (keyof RowProps)[]).every((name) => name === 'onCheck' || before[name] === after[name]);
