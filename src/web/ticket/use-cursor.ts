import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { TicketRow } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { readFilter } from '#web/ticket/list-filter.ts';
import type { View } from '#contract/list.ts';
import type { Arranged } from '#web/ticket/stable-order.ts';
import type { Checked } from '#web/ticket/use-checked.ts';
import { useLead } from '#web/ticket/use-lead.ts';
import { useWantedTicket } from '#web/ticket/use-wanted-ticket.ts';

interface Given {
  rows: readonly Arranged<TicketRow>[];
  view: View;
  /** A table has the page to itself: moving in it opens nothing. */
  isTable: boolean;
  virtual: RefObject<VirtualizerHandle | null>;
  checked: Checked;
  refresh: () => void;
}

export interface Cursor {
  /** The row that keys act on. */
  id: number | null;
  open: (id: number) => void;
}

/**
 * Which row the keys act on and what moves it. Beside a list it is the ticket that the address names, at once: the row is
 * marked in the frame of the key, however long the ticket takes, and while a key is held only the rows are led through.
 */
export function useCursor({ rows, view, isTable, virtual, checked, refresh }: Given): Cursor {
  const navigate = useNavigate();
  const wanted = useWantedTicket();
  const search = useSearch({ strict: false });
  const [marked, setMarked] = useState<number | null>(null);

  const open = (next: number): void =>
    void navigate({
      to: '/inbox/$view/$ticketId',
      params: { view, ticketId: next },
      search: { ...readFilter(search) },
      replace: wanted !== null,
    });
  const { led, lead } = useLead(open);
  const id = led ?? wanted ?? marked;
  const move = (by: 1 | -1): number | null => {
    const from = rows.findIndex((one) => one.row.id === id);
    const to = from === -1 ? (by === 1 ? 0 : rows.length - 1) : from + by;
    const at = Math.min(Math.max(to, 0), rows.length - 1);
    const next = rows[at];
    if (next === undefined) return null;
    virtual.current?.scrollToIndex(at, { align: 'nearest' });
    setMarked(next.row.id);
    if (!isTable && next.row.id !== id) lead(next.row.id);
    return next.row.id;
  };
  const extend = (by: 1 | -1): void => {
    if (id !== null) checked.set(id, true);
    const next = move(by);
    if (next !== null) checked.set(next, true);
  };
  useCursorKeys({
    hasRows: rows.length > 0,
    id,
    isOpen: wanted !== null,
    checked,
    move,
    extend,
    open,
    refresh,
  });
  return { id, open };
}

interface KeysGiven {
  hasRows: boolean;
  id: number | null;
  isOpen: boolean;
  checked: Checked;
  move: (by: 1 | -1) => number | null;
  extend: (by: 1 | -1) => void;
  open: (id: number) => void;
  refresh: () => void;
}

function useCursorKeys(given: KeysGiven): void {
  const { id, isOpen, checked, move, extend, open, refresh } = given;
  const hasRows = (): boolean => given.hasRows;
  useKeys([
    { id: 'list.next', title: 'web.key.next', keys: ['j', 'ArrowDown'], scope: 'list', run: () => move(1) },
    { id: 'list.previous', title: 'web.key.previous', keys: ['k', 'ArrowUp'], scope: 'list', run: () => move(-1) },
    {
      id: 'list.extend_down',
      title: 'web.key.extend_down',
      keys: ['Shift+j', 'Shift+ArrowDown'],
      scope: 'list',
      when: hasRows,
      run: () => extend(1),
    },
    {
      id: 'list.extend_up',
      title: 'web.key.extend_up',
      keys: ['Shift+k', 'Shift+ArrowUp'],
      scope: 'list',
      when: hasRows,
      run: () => extend(-1),
    },
    {
      id: 'list.select',
      title: 'web.key.select',
      keys: ['x'],
      scope: 'list',
      when: () => id !== null,
      run: () => id !== null && checked.set(id, !checked.ids.has(id)),
    },
    {
      id: 'list.clear',
      title: 'web.key.clear',
      keys: ['Escape'],
      scope: 'list',
      when: () => checked.ids.size > 0,
      run: checked.clear,
    },
    {
      id: 'list.open',
      title: 'web.key.open',
      keys: ['Enter'],
      scope: 'list',
      when: hasRows,
      run: () => {
        if (isOpen) document.getElementById('ticket-title')?.focus();
        else if (id === null) move(1);
        else open(id);
      },
    },
    { id: 'list.refresh', title: 'web.key.refresh', keys: ['.'], scope: 'list', run: refresh },
  ]);
}
