import { CATALOGUE } from '#web/app/keys/catalogue.ts';
import { keysInForce, type KeySettings } from '#web/app/keys/key-settings.ts';

/** Actions that are never on the screen together, so that one key serves both. */
const APART: readonly (readonly string[])[] = [
  ['ticket.acknowledge', 'ticket.confirm'],
  // What was sent a moment ago is taken back before what was done earlier.
  ['undo', 'ticket.undo_send'],
];
const areApart = (one: string, other: string): boolean =>
  APART.some((pair) => pair.includes(one) && pair.includes(other));

/** For each action whose key another one has as well: which. */
export function clashes(settings: KeySettings): ReadonlyMap<string, string> {
  const holders = new Map<string, string[]>();
  for (const [id, entry] of Object.entries(CATALOGUE)) {
    for (const key of keysInForce(id, entry.keys, settings)) holders.set(key, [...(holders.get(key) ?? []), id]);
  }
  // The first key of a sequence may not be one of its own.
  const first = new Map(
    [...holders].flatMap(([key, ids]) => (key.includes(' ') ? [[key.split(' ')[0] ?? '', ids[0] ?? '']] : [])),
  );
  const found = new Map<string, string>();
  for (const [key, ids] of holders) {
    for (const id of ids) {
      const other =
        ids.find((one) => one !== id && !areApart(one, id)) ?? (key.includes(' ') ? undefined : first.get(key));
      if (other !== undefined) found.set(id, other);
    }
  }
  return found;
}
