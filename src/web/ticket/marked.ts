/** A stretch of text that fits what was searched, or that lies between two that do. */
export interface Stretch {
  from: number;
  text: string;
  isMarked: boolean;
}

/** Cuts a text at its marks. Marks that overlap or leave the text are joined and clipped. */
export function marked(text: string, marks: readonly (readonly [number, number])[]): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.max(at, start);
    const to = Math.min(text.length, end);
    if (to <= from) continue;
    if (from > at) stretches.push({ from: at, text: text.slice(at, from), isMarked: false });
    const before = stretches.at(-1);
    if (before?.isMarked === true && before.from + before.text.length === from) before.text += text.slice(from, to);
    else stretches.push({ from, text: text.slice(from, to), isMarked: true });
    at = to;
  }
  if (at < text.length) stretches.push({ from: at, text: text.slice(at), isMarked: false });
  return stretches;
}
