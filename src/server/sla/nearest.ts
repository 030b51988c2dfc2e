/** The name that is meant by a misspelt one: at most a third of it is otherwise; null when none is near. */
export const nearest = (misspelt: string, names: readonly string[]): string | null => {
  const [best] = names
    .map((name) => ({ name, steps: distance(misspelt.toLowerCase(), name.toLowerCase()) }))
    .toSorted((one, other) => one.steps - other.steps);
  return best !== undefined && best.steps * 3 <= Math.max(misspelt.length, 3) ? best.name : null;
};

/** Letters to put in, take out or change so that one becomes the other (Levenshtein). */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 0; index < one.length; index++) {
    const next = [index + 1];
    for (let at = 0; at < other.length; at++) {
      next.push(Math.min(row[at + 1]! + 1, next[at]! + 1, row[at]! + (one[index] === other[at] ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
};
