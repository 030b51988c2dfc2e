import type { RolloutOf } from '#contract/rollout.ts';

const KINDS: readonly RolloutOf['kind'][] = ['policy', 'calendar', 'matrix'];

/** The rules that an address is about; nothing where it names none. */
export function readRolloutOf(search: Record<string, unknown>): Partial<RolloutOf> {
  const kind = KINDS.find((one) => one === search['kind']);
  const { name } = search;
  return kind === undefined || typeof name !== 'string' || name === '' ? {} : { kind, name: name.slice(0, 200) };
}
