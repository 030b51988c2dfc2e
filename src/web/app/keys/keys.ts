import { createContext, use, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { keysInForce, keySettings, subscribeKeySettings } from '#web/app/keys/key-settings.ts';
import { firesInField, isSending, pressedKey } from '#web/app/keys/match-key.ts';
import type { KeyEntry } from '#web/app/keys/catalogue.ts';

export { SCOPES } from '#web/app/keys/catalogue.ts';

/** One thing a key does. Handlers, hints on buttons, the palette and the help sheet all come from here. */
export interface KeyAction extends KeyEntry {
  id: string;
  /** Whether it may run now; left out = always. */
  when?: () => boolean;
  run: () => void;
}

/** The newest set comes last and is asked first, so that what is on top answers. */
let sets: readonly (readonly KeyAction[])[] = [];
const listeners = new Set<() => void>();
let isTelling = false;
function tellSoon(): void {
  if (isTelling) return;
  // A ticket that is shown binds a dozen sets, one after the other: whoever shows keys hears of them together.
  isTelling = true;
  queueMicrotask(() => {
    isTelling = false;
    for (const tell of listeners) tell();
  });
}

const SEQUENCE_MS = 1_200;
let prefix: string | null = null;
let prefixTimer: ReturnType<typeof setTimeout> | undefined;
function setPrefix(next: string | null): void {
  prefix = next;
  clearTimeout(prefixTimer);
  if (next !== null) prefixTimer = setTimeout(() => setPrefix(null), SEQUENCE_MS);
}

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), textarea, select'));

/** A menu or a dialog that is open handles its own keys. */
const isCovered = (): boolean => document.querySelector('[role=dialog], [role=menu], [role=listbox]') !== null;

/** Buttons and links answer Enter by themselves. */
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, summary, [role=tab], [role=radio]') !== null;

/** What is about to bind keys: a key that nothing answers does not wait for it. */
const comers = new Set<() => void>();
export function onUnanswered(come: () => void): () => void {
  comers.add(come);
  return () => comers.delete(come);
}

const newestFirst = (): KeyAction[] => sets.toReversed().flat();
const keysOf = (action: KeyAction): readonly string[] => keysInForce(action.id, action.keys, keySettings());
const mayRun = (action: KeyAction): boolean => action.when?.() ?? true;

/** What is in force while single keys are switched off: nothing a letter or a sign alone would start. */
const isSilenced = (name: string): boolean => keySettings().isOff && !name.startsWith('Mod+') && name !== 'Escape';

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const name = pressedKey(event);
  if (name === null || isSilenced(name)) return;
  if (inField(event.target) && !firesInField(name)) return;
  if (isCovered() && !isSending(name)) return;
  if (name === 'Enter' && isPressable(event.target)) return;
  // Tabs and radios move by their own arrows.
  if (
    /Arrow(Left|Right)$/.test(name) &&
    event.target instanceof HTMLElement &&
    event.target.matches('[role=tab], [role=radio]')
  )
    return;
  const full = prefix === null ? name : `${prefix} ${name}`;
  setPrefix(null);
  const answering = (): KeyAction | undefined => newestFirst().find((one) => keysOf(one).includes(full) && mayRun(one));
  let action = answering();
  if (action === undefined && comers.size > 0) {
    for (const come of comers) come();
    action = answering();
  }
  if (action !== undefined) {
    event.preventDefault();
    action.run();
    return;
  }
  if (newestFirst().some((one) => keysOf(one).some((key) => key.startsWith(`${name} `)))) {
    event.preventDefault();
    setPrefix(name);
  }
}

/** Starts listening; gives back how to stop. */
export function listenToKeys(): () => void {
  addEventListener('keydown', handle);
  return () => removeEventListener('keydown', handle);
}

/** Whether the keys bound below count now; where nothing is said they do. */
export const KeysCount = createContext<() => boolean>(() => true);

/**
 * Binds keys for as long as the component is shown; the newest `when` and `run` are always the ones used. What one sees has
 * its keys already; whoever shows keys hears of them after the frame.
 */
export function useKeys(actions: readonly KeyAction[]): void {
  const doCount = use(KeysCount);
  const newest = useRef(actions);
  useLayoutEffect(() => {
    newest.current = actions;
  });
  const shape = actions.map((action) => action.id).join(' ');
  useLayoutEffect(() => {
    const bound = newest.current.map((action) => {
      const current = (): KeyAction => newest.current.find((one) => one.id === action.id) ?? action;
      return { ...action, when: () => doCount() && mayRun(current()), run: () => current().run() };
    });
    sets = [...sets, bound];
    return () => {
      sets = sets.filter((set) => set !== bound);
    };
  }, [shape, doCount]);
  useEffect(() => {
    tellSoon();
    return tellSoon;
  }, [shape, doCount]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const stop = subscribeKeySettings(listener);
  return () => {
    listeners.delete(listener);
    stop();
  };
}

/** Everything bound right now, for the help sheet and the palette. */
export const useBoundKeys = (): readonly KeyAction[] => useSyncExternalStore(subscribe, () => sets).flat();

/** The actions that are bound, by the keys they have in the catalogue; the newest of each. */
let byKey: { of: typeof sets; actions: ReadonlyMap<string, KeyAction> } = { of: sets, actions: new Map() };
function boundTo(usual: string): KeyAction | undefined {
  // Dozens of buttons ask whenever a set comes or goes: it is looked through once for all of them.
  if (byKey.of !== sets) {
    byKey = { of: sets, actions: new Map(sets.flat().flatMap((one) => one.keys.map((key) => [key, one]))) };
  }
  return byKey.actions.get(usual);
}

/** The key in force where `usual` is the one in the catalogue; null when somebody took it away or all keys rest. */
export function useKeyInForce(usual: string): string | null {
  const inForce = (): string | null => {
    const action = boundTo(usual);
    const name = action === undefined ? usual : (keysOf(action)[action.keys.indexOf(usual)] ?? null);
    return name === null || isSilenced(name) ? null : name;
  };
  return useSyncExternalStore(subscribe, inForce);
}

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
const FACES: Record<string, string> = {
  Enter: '⏎',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Shift: '⇧',
};

/** How a key is written on a button: `E`, `Ctrl ⏎` (`⌘ ⏎` on a Mac), `G I`. */
export const keyFace = (name: string): string =>
  name
    .split(/[+ ]/)
    .map((part) => (part === 'Mod' ? (isMac() ? '⌘' : 'Ctrl') : (FACES[part] ?? part.toUpperCase())))
    .join(' ');
