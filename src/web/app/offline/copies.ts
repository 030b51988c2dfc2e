import type { QueryClient, QueryKey, QueryPersister } from '@tanstack/react-query';
import type { Me } from '#contract/me.ts';
import { afterFrame } from '#web/app/after-frame.ts';
import { isUnreached, Refused } from '#web/app/api.ts';
import { serverNow } from '#web/app/clock.ts';
import { keeping } from './database.ts';
import { beyond, isKept, keptPart, nameOf, ticketOf, withoutTicket, type KeptName } from './what-is-kept.ts';

interface Copy extends KeptName {
  data: unknown;
}

const ME: QueryKey = ['me'];
const KEEP_AFTER_MS = 1_000;
/** A line that says nothing for so long is taken for none, if there is a copy to show meanwhile. */
const SLOW_MS = 4_000;
/** No frame is waited for longer: nothing is drawn while nobody sees the page. */
const FRAME_MS = 200;

const idOf = (me: unknown): number | null => (me as Me | undefined)?.id ?? null;

const find = async (key: QueryKey): Promise<unknown> =>
  (await keeping('copy', 'readonly', (store) => store.get(nameOf(key)) as IDBRequest<Copy | undefined>))?.data;

/** The copy of what was read under `key`, if it is of the person who asks; undefined when there is none. */
async function read(client: QueryClient, key: QueryKey): Promise<unknown> {
  try {
    // Without a line nobody can say who sits here: whoever was signed in last, and did not sign out.
    if (nameOf(key) === nameOf(ME)) return await find(ME);
    return idOf(await find(ME)) === idOf(client.getQueryData(ME)) ? await find(key) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the server says that a ticket is not for this person (any more). */
export const isForbidden = (error: unknown): boolean =>
  error instanceof Refused && (error.status === 403 || error.status === 404);

/** What is known is drawn first: asking takes a part of the frame in which it is to be seen. */
const drawn = (): Promise<void> =>
  new Promise((resolve) => {
    afterFrame(resolve, FRAME_MS);
  });

/**
 * Asks the server, and where it cannot be reached, or not soon, gives what was read last. What the server forbids
 * leaves this browser.
 */
export const orCopy: QueryPersister = async (ask, context, query) => {
  const { client, queryKey: key } = context;
  const isKnown = query.state.data !== undefined;
  const asked = isKnown ? drawn().then(() => ask(context)) : Promise.resolve(ask(context));
  const answer = asked.catch((error: unknown) => {
    const ticketId = ticketOf(key);
    if (ticketId !== null && isForbidden(error)) void forgetTicket(client, ticketId);
    throw error;
  });
  if (!isKept(key) || isKnown) return answer;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), SLOW_MS);
  });
  try {
    const first = await Promise.race([answer.then((data) => ({ data })), soon]);
    if (first !== 'late') return first.data;
    const copy = await read(client, key);
    if (copy === undefined) return await answer;
    answer.then(
      (data) => client.setQueryData(key, data),
      () => undefined,
    );
    return copy;
  } catch (error) {
    const copy = isUnreached(error) ? await read(client, key) : undefined;
    if (copy === undefined) throw error;
    return copy;
  } finally {
    clearTimeout(timer);
  }
};

const changed = new Set<string>();
const kept = new Set<number>();
let owner: number | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

async function write(client: QueryClient): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const names = [...changed];
  changed.clear();
  const me = idOf(client.getQueryData(ME));
  if (me === null || names.length === 0) return;
  if (owner !== me) {
    owner = idOf(await find(ME));
    if (owner !== null && owner !== me) await keeping('copy', 'readwrite', (store) => store.clear());
    owner = me;
  }
  const at = serverNow();
  await keeping('copy', 'readwrite', (store) => {
    for (const name of names) {
      const key = JSON.parse(name) as QueryKey;
      const data = client.getQueryData(key);
      if (data !== undefined) store.put({ name, at, data: keptPart(key, data) } satisfies Copy);
      kept.add(ticketOf(key) ?? 0);
    }
    return undefined;
  });
  await shorten();
}

/** Lets go of what is more than is kept. */
const shorten = (): Promise<unknown> =>
  keeping('copy', 'readwrite', (store) => {
    const names: KeptName[] = [];
    const walk = store.index('at').openKeyCursor();
    walk.addEventListener('success', () => {
      const cursor = walk.result;
      if (cursor !== null) {
        names.push({ name: cursor.primaryKey as string, at: Number(cursor.key) });
        return cursor.continue();
      }
      for (const name of beyond(names)) store.delete(name);
    });
    return undefined;
  });

/** One for the page: a tab that says it has been left does not hear itself. */
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('belay.left');

/** Keeps a copy of everything that is read, a moment after it was, for as long as the page lives. */
export function keepCopies(client: QueryClient): void {
  const writeNow = (): void => void write(client).catch(() => undefined);
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || !isKept(event.query.queryKey)) return;
    changed.add(nameOf(event.query.queryKey));
    timer ??= setTimeout(writeNow, KEEP_AFTER_MS);
  });
  // Somebody signed out in another tab: what this one knows is theirs too.
  tabs?.addEventListener('message', () => {
    client.clear();
    changed.clear();
    location.reload();
  });
  addEventListener('pagehide', writeNow);
  document.addEventListener('visibilitychange', writeNow);
}

/** Takes a ticket that this person may not see any more off the screen's memory and out of this browser. */
export async function forgetTicket(client: QueryClient, ticketId: number): Promise<void> {
  for (const { queryKey } of client.getQueryCache().findAll()) {
    const rest = withoutTicket(queryKey, client.getQueryData(queryKey), ticketId);
    if (rest !== null) client.setQueryData(queryKey, rest);
  }
  for (const query of client.getQueryCache().findAll()) {
    // What is on the screen says itself that it is gone.
    if (ticketOf(query.queryKey) === ticketId && !query.isActive())
      client.removeQueries({ queryKey: query.queryKey, exact: true });
  }
  for (const name of changed) if (ticketOf(JSON.parse(name) as QueryKey) === ticketId) changed.delete(name);
  await keeping('copy', 'readwrite', (store) => {
    const walk = store.openCursor();
    walk.addEventListener('success', () => {
      const cursor = walk.result;
      if (cursor === null) return;
      const copy = cursor.value as Copy;
      const key = JSON.parse(copy.name) as QueryKey;
      const rest = withoutTicket(key, copy.data, ticketId);
      if (ticketOf(key) === ticketId) cursor.delete();
      else if (rest !== null) cursor.update({ ...copy, data: rest });
      cursor.continue();
    });
    return undefined;
  }).catch(() => undefined);
}

/** The tickets that are kept, with when each was last read. */
export async function keptTickets(): Promise<{ id: number; at: number }[]> {
  const prefix = '["ticket",';
  const copies = await keeping<Copy[]>(
    'copy',
    'readonly',
    (store) => store.getAll(IDBKeyRange.bound(prefix, `${prefix}\uFFFF`)) as IDBRequest<Copy[]>,
  );
  const tickets = copies.map(({ name, at }) => ({ id: ticketOf(JSON.parse(name) as QueryKey) ?? 0, at }));
  for (const { id } of tickets) kept.add(id);
  return tickets;
}

/** Whether there is a copy of a ticket here. */
export const hasCopy = (ticketId: number): boolean => kept.has(ticketId);

/** Forgets everything that was read here: the server says that nobody is signed in. */
export async function forgetCopies(): Promise<void> {
  changed.clear();
  kept.clear();
  owner = null;
  await keeping('copy', 'readwrite', (store) => store.clear()).catch(() => undefined);
}

/** Forgets everything that was read here, in every tab of this browser: somebody signed out. */
export async function forgetEverywhere(): Promise<void> {
  await forgetCopies();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no window to name
  tabs?.postMessage('left');
}
