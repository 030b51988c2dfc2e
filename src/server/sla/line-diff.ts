/** A line that both have, that only the newer or only the older has. */
export interface DiffLine {
  sign: ' ' | '+' | '-';
  text: string;
}

/** Texts of more lines than this are said to be replaced as a whole. */
const MOST_LINES = 3_000;

/** How a text became another, line by line: the longest common lines stay. */
export const diffLines = (older: string, newer: string): DiffLine[] => {
  const [one, other] = [linesOf(older), linesOf(newer)];
  const removed = (text: string): DiffLine => ({ sign: '-', text });
  const added = (text: string): DiffLine => ({ sign: '+', text });
  if (one.length > MOST_LINES || other.length > MOST_LINES) return [...one.map(removed), ...other.map(added)];
  const width = other.length + 1;
  // common[i, j] = how many lines the rests from i and from j have in common
  const common = new Uint16Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      common[i * width + j] =
        one[i] === other[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) {
      lines.push({ sign: ' ', text: one[i]! });
      [i, j] = [i + 1, j + 1];
    } else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!) lines.push(removed(one[i++]!));
    else lines.push(added(other[j++]!));
  }
  return [...lines, ...one.slice(i).map(removed), ...other.slice(j).map(added)];
};

/** The changed lines with so many of the others around them; null stands for what is left out. */
export const nearChanges = (lines: readonly DiffLine[], around: number): (DiffLine | null)[] => {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ sign }) => sign !== ' '),
  );
  return lines.flatMap((line, index) => {
    if (near[index]) return [line];
    return index > 0 && near[index - 1] && near.includes(true, index) ? [null] : [];
  });
};

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
