/** What the list shows: the order that was last applied, and every row it knows, also those that left the view. */
export interface Kept<Row extends { id: number }> {
  order: readonly number[];
  rows: ReadonlyMap<number, Row>;
}

export interface Arranged<Row> {
  row: Row;
  /** Left the view since the order was applied; shown as a ghost until the next. */
  gone: boolean;
}

/** The order as the server has it now. */
export const applyOrder = <Row extends { id: number }>(fresh: readonly Row[]): Kept<Row> => ({
  order: fresh.map((row) => row.id),
  rows: new Map(fresh.map((row) => [row.id, row])),
});

/**
 * Keeps the order under the pointer: rows change in place, newcomers wait, except those that come after
 * everything known (the next page).
 */
export function keepOrder<Row extends { id: number }>(kept: Kept<Row>, fresh: readonly Row[]): Kept<Row> {
  const known = new Set(kept.order);
  const lastKnown = fresh.findLastIndex((row) => known.has(row.id));
  const appended = fresh.slice(lastKnown + 1);
  return {
    order: [...kept.order, ...appended.map((row) => row.id)],
    rows: new Map([...kept.rows, ...fresh.map((row) => [row.id, row] as const)]),
  };
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
    const at = ends.findIndex((end) => end >= value);
    if (at === -1) ends.push(value);
    else ends[at] = value;
  }
  return ends.length;
}
