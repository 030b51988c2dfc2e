import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { MessageId } from '#web/app/i18n.ts';
import { firesInField, pressedKey } from '#web/app/keys/match-key.ts';

export const SCOPES = ['everywhere', 'list', 'ticket', 'writing'] as const;
export type Scope = (typeof SCOPES)[number];

/** One thing a key does. Handlers, hints on buttons and the help sheet all come from here. */
export interface KeyAction {
  id: string;
  title: MessageId;
  keys: readonly string[];
  scope: Scope;
  /** Whether it may run now; left out = always. */
  when?: () => boolean;
  run: () => void;
}

/** The newest set comes last and is asked first, so that what is on top answers. */
let sets: readonly (readonly KeyAction[])[] = [];
const listeners = new Set<() => void>();
function change(next: typeof sets): void {
  sets = next;
  for (const tell of listeners) tell();
}

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), textarea, select'));

/** A menu or a dialog that is open handles its own keys. */
const isCovered = (): boolean => document.querySelector('[role=dialog], [role=menu], [role=listbox]') !== null;

/** Buttons and links answer Enter by themselves. */
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, summary, [role=tab], [role=radio]') !== null;

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const name = pressedKey(event);
  if (name === null) return;
  if (inField(event.target) && !firesInField(name)) return;
  if (isCovered() && name !== 'Mod+Enter') return;
  if (name === 'Enter' && isPressable(event.target)) return;
  const action = sets
    .toReversed()
    .flat()
    .find((one) => one.keys.includes(name) && (one.when?.() ?? true));
  if (action === undefined) return;
  event.preventDefault();
  action.run();
}

/** Starts listening; gives back how to stop. */
export function listenToKeys(): () => void {
  addEventListener('keydown', handle);
  return () => removeEventListener('keydown', handle);
}

/** Binds keys for as long as the component is shown; the newest `when` and `run` are always the ones used. */
export function useKeys(actions: readonly KeyAction[]): void {
  const newest = useRef(actions);
  useEffect(() => {
    newest.current = actions;
  });
  const shape = actions.map((action) => action.id).join(' ');
  useEffect(() => {
    const bound = newest.current.map((action) => {
      const current = (): KeyAction => newest.current.find((one) => one.id === action.id) ?? action;
      return { ...action, when: () => current().when?.() ?? true, run: () => current().run() };
    });
    change([...sets, bound]);
    return () => change(sets.filter((set) => set !== bound));
  }, [shape]);
}

/** Everything bound right now, for the help sheet. */
export const useBoundKeys = (): readonly KeyAction[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sets,
  ).flat();

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
const FACES: Record<string, string> = { Enter: '⏎', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' };

/** How a key is written on a button: `E`, `Ctrl ⏎` (`⌘ ⏎` on a Mac). */
export const keyFace = (name: string): string =>
  name
    .split('+')
    .map((part) => (part === 'Mod' ? (isMac() ? '⌘' : 'Ctrl') : (FACES[part] ?? part.toUpperCase())))
    .join(' ');
