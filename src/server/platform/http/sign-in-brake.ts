import { HOUR, MINUTE, SECOND, type Duration } from '#core/time.ts';
import { monotonicMs } from '#server/platform/clock.ts';
import { placeOf } from './place-of.ts';

/** Wrong attempts on one account from one place before each further one must wait: twice as long each time. */
const FREE_ATTEMPTS = 5;
const FIRST_WAIT: Duration = 30 * SECOND;
const LONGEST_WAIT: Duration = 15 * MINUTE;
/** Wrong attempts a minute from one place, on whatever account. */
const FROM_PLACE = 10;
/** Wrong attempts a minute on one account from all the places it was never used from. */
const FROM_STRANGERS = 20;
const FORGOTTEN_AFTER: Duration = HOUR;
const MOST_KEPT = 10_000;

/**
 * Slows down who guesses passwords, and nobody else: what counts is the account together with the place, so a stranger's
 * guessing makes its owner wait nowhere they signed in from before. Counted by this process alone, and forgotten when it
 * ends.
 */
export type SignInBrake = {
  /** How long this attempt must wait; 0: it may be made, and counts as wrong until it `succeeded`. */
  attempt(account: string, address: string): Duration;
  succeeded(account: string, address: string): void;
  /** Nobody could say whether it was right: it counts for nothing. */
  undecided(account: string, address: string): void;
};

type Wrong = { count: number; lastAt: number };
type Window = { count: number; endsAt: number };

export const signInBrake = (now: () => number = monotonicMs): SignInBrake => {
  const pairs = new Map<string, Wrong>();
  const windows = new Map<string, Window>();
  const known = new Map<string, true>();

  const waitOfPair = (pair: string): Duration => {
    const wrong = pairs.get(pair);
    if (wrong === undefined || wrong.count < FREE_ATTEMPTS || now() - wrong.lastAt > FORGOTTEN_AFTER) return 0;
    const length = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(wrong.count - FREE_ATTEMPTS, 20));
    return Math.max(0, wrong.lastAt + length - now());
  };
  const waitOfWindow = (key: string, most: number): Duration => {
    const window = windows.get(key);
    return window === undefined || window.count < most ? 0 : Math.max(0, window.endsAt - now());
  };
  const addToWindow = (key: string, by: 1 | -1): void => {
    const window = windows.get(key);
    if (window !== undefined && window.endsAt > now()) window.count += by;
    else if (by === 1) keep(windows, key, { count: 1, endsAt: now() + MINUTE });
  };

  const uncount = (account: string, address: string): void => {
    const { place, pair, strangers } = keysOf(account, address);
    addToWindow(place, -1);
    if (!known.has(pair)) addToWindow(strangers, -1);
  };

  return {
    attempt: (account, address) => {
      const { place, pair, strangers } = keysOf(account, address);
      const isStranger = !known.has(pair);
      const waits = [waitOfPair(pair), waitOfWindow(place, FROM_PLACE)];
      if (isStranger) waits.push(waitOfWindow(strangers, FROM_STRANGERS));
      const longest = Math.max(...waits);
      if (longest > 0) return longest;
      const before = pairs.get(pair);
      const isFresh = before === undefined || now() - before.lastAt > FORGOTTEN_AFTER;
      keep(pairs, pair, { count: isFresh ? 1 : before.count + 1, lastAt: now() });
      addToWindow(place, 1);
      if (isStranger) addToWindow(strangers, 1);
      return 0;
    },
    succeeded: (account, address) => {
      const { pair } = keysOf(account, address);
      pairs.delete(pair);
      uncount(account, address);
      keep(known, pair, true);
    },
    undecided: (account, address) => {
      const { pair } = keysOf(account, address);
      const wrong = pairs.get(pair);
      if (wrong !== undefined && wrong.count > 1) wrong.count -= 1;
      else pairs.delete(pair);
      uncount(account, address);
    },
  };
};

const keysOf = (account: string, address: string) => {
  const place = placeOf(address);
  const name = account.toLowerCase();
  return { place: `place ${place}`, pair: `${place} ${name}`, strangers: `strangers ${name}` };
};

// the oldest makes room: a map keeps the order in which it was filled
const keep = <Value>(map: Map<string, Value>, key: string, value: Value): void => {
  map.delete(key);
  map.set(key, value);
  if (map.size > MOST_KEPT) map.delete(map.keys().next().value!);
};
