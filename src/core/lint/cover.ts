/**
 * What conditions ask for, a list of allowed values a dimension; a dimension that is left out allows everything. A value
 * that no list names is as every other such value: `OTHER` stands for them.
 */
export type Conditions = Readonly<Record<string, readonly string[]>>;

const OTHER = '\u0000other';

/** Rests of more boxes than this are not taken apart further: a matrix so entangled is said to be reachable. */
const MOST_BOXES = 4_000;

/** The earlier conditions that fit whatever a later one fits: its index; null when there is none. */
export function coveredBy(later: Conditions, earlier: readonly Conditions[]): number | null {
  const index = earlier.findIndex((each) => isWithin(later, each));
  return index === -1 ? null : index;
}

/** Whether all that `outer` asks is asked by `inner` too, so that `outer` fits whatever `inner` fits. */
export function isWithin(inner: Conditions, outer: Conditions): boolean {
  return Object.entries(outer).every(([dimension, allowed]) => {
    const asked = inner[dimension];
    return asked !== undefined && asked.every((value) => allowed.includes(value));
  });
}

/**
 * Whether the earlier conditions together fit everything that `later` fits. `universe` names for a dimension all values
 * there are; one that is not named has values nobody lists.
 */
export function isCovered(
  later: Conditions,
  earlier: readonly Conditions[],
  universe: Readonly<Record<string, readonly string[]>>,
): boolean {
  const dimensions = [...new Set([later, ...earlier].flatMap((each) => Object.keys(each)))];
  const every = (dimension: string): readonly string[] => {
    const known = universe[dimension];
    if (known !== undefined) return known;
    return [...new Set([later, ...earlier].flatMap((each) => each[dimension] ?? [])), OTHER];
  };
  let rest: Conditions[] = [Object.fromEntries(dimensions.map((each) => [each, later[each] ?? every(each)]))];
  for (const each of earlier) {
    rest = rest.flatMap((box) => without(box, each));
    if (rest.length > MOST_BOXES) return false;
  }
  return rest.length === 0;
}

/** A box without what `taken` fits: at most one box a dimension. */
function without(box: Conditions, taken: Conditions): Conditions[] {
  const left: Conditions[] = [];
  let inside = box;
  for (const [dimension, allowed] of Object.entries(taken)) {
    const values = inside[dimension]!;
    const out = values.filter((value) => !allowed.includes(value));
    const common = values.filter((value) => allowed.includes(value));
    if (common.length === 0) return [box];
    if (out.length > 0) left.push({ ...inside, [dimension]: out });
    inside = { ...inside, [dimension]: common };
  }
  return left;
}
