/** What of a keyboard event decides; a `KeyboardEvent` is one. */
export interface Pressed {
  key: string;
  code: string;
  isComposing: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  getModifierState: (name: string) => boolean;
}

const NAMED = new Set(['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);
const PUNCTUATION: Record<string, string> = { Period: '.', Slash: '/' };

/**
 * The name of what was pressed, as bindings write it: `j`, `3`, `.`, `?`, `Enter`, `Mod+Enter`; null when
 * nothing may be bound to it. The Latin letter on the key decides; on a keyboard of another script, the
 * place of the key. Alt and AltGr are never bound: they type ą, @ and { on many keyboards.
 */
export function pressedKey(event: Pressed): string | null {
  if (event.isComposing || event.key === 'Process' || event.key === 'Dead') return null;
  if (event.altKey || event.getModifierState('AltGraph')) return null;
  const name = plainKey(event);
  if (name === null) return null;
  if (!event.ctrlKey && !event.metaKey) return name;
  return name === 'Enter' ? 'Mod+Enter' : null;
}

function plainKey({ key, code }: Pressed): string | null {
  if (NAMED.has(key) || key === '.' || key === '/' || key === '?') return key;
  if (/^[a-z0-9]$/i.test(key)) return key.toLowerCase();
  if (key.length !== 1 || key.charCodeAt(0) < 128) return null;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter?.toLowerCase() ?? /^Digit([0-9])$/.exec(code)?.[1] ?? PUNCTUATION[code] ?? null;
}

/** What stays bound while somebody types. */
export const firesInField = (name: string): boolean => name === 'Mod+Enter' || name === 'Escape';
