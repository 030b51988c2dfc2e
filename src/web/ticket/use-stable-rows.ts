import { useState } from 'react';
import { applyOrder, arrange, countMoved, keepOrder, type Arranged, type Kept } from '#web/ticket/stable-order.ts';

interface State<Row extends { id: number }> {
  view: string;
  fresh: readonly Row[];
  kept: Kept<Row>;
}

/**
 * The rows to show. While `held` (the pointer or the focus is in the list) their order stands still and
 * `moved` counts what waits; `refresh` applies it.
 */
export function useStableRows<Row extends { id: number }>(
  view: string,
  fresh: readonly Row[],
  held: boolean,
): { rows: Arranged<Row>[]; moved: number; refresh: () => void } {
  const [state, setState] = useState<State<Row>>(() => ({ view, fresh, kept: applyOrder(fresh) }));
  const isStill = held && state.view === view && state.kept.order.length > 0;
  const mayMove = !isStill && countMoved(state.kept.order, fresh) > 0;
  let current = state;
  if (state.view !== view || state.fresh !== fresh || mayMove) {
    current = { view, fresh, kept: isStill ? keepOrder(state.kept, fresh) : applyOrder(fresh) };
    setState(current);
  }
  return {
    rows: arrange(current.kept, fresh),
    moved: countMoved(current.kept.order, fresh),
    refresh: () => setState({ view, fresh, kept: applyOrder(fresh) }),
  };
}
