import { useMemo, useState } from 'react';
import { serverNow, useTick } from '#web/app/clock.ts';
import {
  applyOrder,
  arrange,
  countMoved,
  GHOST_MS,
  keepOrder,
  settle,
  type Arranged,
  type Kept,
} from '#web/ticket/stable-order.ts';

interface State<Row extends { id: number }> {
  view: string;
  fresh: readonly Row[];
  kept: Kept<Row>;
}

/**
 * The rows to show. While `held` (the pointer or the focus is in the list) their order stands still and
 * `moved` counts what waits; `refresh` applies it. A row that left is a ghost for five seconds at least.
 */
export function useStableRows<Row extends { id: number }>(
  view: string,
  fresh: readonly Row[],
  held: boolean,
): { rows: Arranged<Row>[]; moved: number; refresh: () => void } {
  const [state, setState] = useState<State<Row>>(() => ({ view, fresh, kept: applyOrder(fresh) }));
  const hasOldGhost = useTick((now) => [...state.kept.goneAt.values()].some((at) => now - at >= GHOST_MS));
  const isSameView = state.view === view;
  const isStill = held && isSameView && state.kept.order.length > 0;
  // Of ten thousand rows each of these takes milliseconds: not again for a key that changes none of them.
  const unapplied = useMemo(() => countMoved(state.kept.order, fresh), [state.kept.order, fresh]);
  const mayMove = !isStill && unapplied > state.kept.goneAt.size;
  let current = state;
  if (!isSameView) {
    current = { view, fresh, kept: applyOrder(fresh) };
    setState(current);
  } else if (state.fresh !== fresh || mayMove || (hasOldGhost && !isStill)) {
    const now = serverNow();
    current = { view, fresh, kept: isStill ? keepOrder(state.kept, fresh, now) : settle(state.kept, fresh, now) };
    setState(current);
  }
  const { kept } = current;
  const rows = useMemo(() => arrange(kept, fresh), [kept, fresh]);
  const moved = useMemo(() => (isStill ? countMoved(kept.order, fresh) : 0), [isStill, kept.order, fresh]);
  return {
    rows,
    moved,
    refresh: () => setState({ view, fresh, kept: applyOrder(fresh) }),
  };
}
