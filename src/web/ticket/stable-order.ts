/** What the list shows: the order that was last applied, and every row it knows, also those that left the view. */
export interface Kept<Row extends { id: number }> {
  order: readonly number[];
  rows: ReadonlyMap<number, Row>;
  /** When a row that is not in the view any more left it. */
  goneAt: ReadonlyMap<number, number>;
}

export interface Arranged<Row> {
  row: Row;
  /** Left the view; shown as a ghost for a while. */
  gone: boolean;
}

/** How long a row that left is still shown. */
export const GHOST_MS = 5_000;

/** The order as the server has it now. */
export const applyOrder = <Row extends { id: number }>(fresh: readonly Row[]): Kept<Row> => ({
  order: fresh.map((row) => row.id),
  rows: new Map(fresh.map((row) => [row.id, row])),
  goneAt: new Map(),
});

/** When each row of the order that is not among the fresh ones left. */
function departures<Row extends { id: number }>(
  kept: Kept<Row>,
  fresh: readonly Row[],
  now: number,
): ReadonlyMap<number, number> {
  const present = new Set(fresh.map((row) => row.id));
  return new Map(kept.order.filter((id) => !present.has(id)).map((id) => [id, kept.goneAt.get(id) ?? now]));
}

/**
 * Keeps the order under the pointer: rows change in place, newcomers wait, except those that come after
 * everything known (the next page).
 */
export function keepOrder<Row extends { id: number }>(kept: Kept<Row>, fresh: readonly Row[], now: number): Kept<Row> {
  const known = new Set(kept.order);
  const lastKnown = fresh.findLastIndex((row) => known.has(row.id));
  const appended = fresh.slice(lastKnown + 1);
  return {
    order: [...kept.order, ...appended.map((row) => row.id)],
    rows: new Map([...kept.rows, ...fresh.map((row) => [row.id, row] as const)]),
    goneAt: departures(kept, fresh, now),
  };
}

/** Applies the server's order, but leaves each row that has just left as a ghost where it stood. */
export function settle<Row extends { id: number }>(kept: Kept<Row>, fresh: readonly Row[], now: number): Kept<Row> {
  const goneAt = new Map([...departures(kept, fresh, now)].filter(([, at]) => now - at < GHOST_MS));
  const order = fresh.map((row) => row.id);
  kept.order.forEach((id, index) => {
    if (goneAt.has(id)) order.splice(Math.min(index, order.length), 0, id);
  });
  const ghosts = [...goneAt.keys()].flatMap((id) => kept.rows.get(id) ?? []);
  return { order, rows: new Map([...ghosts, ...fresh].map((row) => [row.id, row])), goneAt };
}

/** The rows in the kept order, each as fresh as it can be. */
export function arrange<Row extends { id: number }>(kept: Kept<Row>, fresh: readonly Row[]): Arranged<Row>[] {
  const present = new Map(fresh.map((row) => [row.id, row]));
  return kept.order.flatMap((id) => {
    const row = present.get(id) ?? kept.rows.get(id);
    return row === undefined ? [] : [{ row, gone: !present.has(id) }];
  });
}

/** How many rows would change place if the order were applied: moved, new, or gone. */
export function countMoved(order: readonly number[], fresh: readonly { id: number }[]): number {
  const place = new Map(order.map((id, index) => [id, index]));
  const places = fresh.flatMap((row) => place.get(row.id) ?? []);
  const gone = order.length - places.length;
  const added = fresh.length - places.length;
  return gone + added + places.length - longestRise(places);
}

/** Length of the longest rising subsequence: the rows that may stay where they are. */
function longestRise(values: readonly number[]): number {
  const ends: number[] = [];
  for (const value of values) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    ends[low] = value;
  }
  return ends.length;
}
