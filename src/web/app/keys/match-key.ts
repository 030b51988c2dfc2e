/** What of a keyboard event decides; a `KeyboardEvent` is one. */
export interface Pressed {
  key: string;
  code: string;
  isComposing: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  getModifierState: (name: string) => boolean;
}

const NAMED = new Set(['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);
const PUNCTUATION: Record<string, string> = { Period: '.', Slash: '/' };
/** The only combinations that are ours; every other one is the browser's. */
const WITH_MOD = new Set(['Mod+Enter', 'Mod+Shift+Enter', 'Mod+k', 'Mod+z']);

/**
 * The name of what was pressed, as bindings write it: `j`, `Shift+j`, `3`, `.`, `?`, `Enter`, `Mod+Enter`;
 * null when nothing may be bound to it. The Latin letter on the key decides; on a keyboard of another script,
 * the place of the key. Alt and AltGr are never bound: they type ą, @ and { on many keyboards.
 */
export function pressedKey(event: Pressed): string | null {
  if (event.isComposing || event.key === 'Process' || event.key === 'Dead') return null;
  if (event.altKey || event.getModifierState('AltGraph')) return null;
  const name = plainKey(event);
  if (name === null) return null;
  // A sign or a digit may need Shift to be typed at all; only letters and named keys have a name with it.
  const shifted = event.shiftKey && /^([a-z]|[A-Z]\w+)$/.test(name) ? `Shift+${name}` : name;
  if (!event.ctrlKey && !event.metaKey) return shifted;
  return WITH_MOD.has(`Mod+${shifted}`) ? `Mod+${shifted}` : null;
}

function plainKey({ key, code }: Pressed): string | null {
  if (NAMED.has(key) || key === '.' || key === '/' || key === '?') return key;
  if (/^[a-z0-9]$/i.test(key)) return key.toLowerCase();
  if (key.length !== 1 || key.charCodeAt(0) < 128) return null;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter?.toLowerCase() ?? /^Digit([0-9])$/.exec(code)?.[1] ?? PUNCTUATION[code] ?? null;
}

/** What sends the text one is writing; with Shift the ticket is solved with it. */
export const isSending = (name: string | null): name is 'Mod+Enter' | 'Mod+Shift+Enter' =>
  name === 'Mod+Enter' || name === 'Mod+Shift+Enter';

/** What stays bound while somebody types; undoing belongs to the field then. */
export const firesInField = (name: string): boolean => isSending(name) || name === 'Mod+k' || name === 'Escape';

/** What may be chosen as somebody's own key: one key, with or without Shift; the combinations stay as they are. */
export const isBindable = (name: string): boolean =>
  /^(Shift\+)?([a-z]|Arrow(Left|Right|Up|Down))$|^[0-9./?]$/.test(name);
