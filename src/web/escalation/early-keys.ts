import { pressedKey } from '#web/app/keys/match-key.ts';

interface Early {
  digits: readonly number[];
  /** It was sent, by the key that sends, before it was there. */
  isSent: boolean;
}
const NOTHING: Early = { digits: [], isSent: false };

let early = NOTHING;
let stop: () => void = () => undefined;

/**
 * Keeps the digits that are pressed from now on and the key that sends, until `takeKeys` or another key: between the key
 * that opens the dialog and the dialog itself nothing that was pressed for it is lost.
 */
export function catchKeys(): void {
  stop();
  early = NOTHING;
  const hear = (event: KeyboardEvent): void => {
    const key = pressedKey(event);
    // Ctrl by itself, on its way to Ctrl+Enter
    if (key === null) return;
    if (/^[1-6]$/.test(key)) early = { ...early, digits: [...early.digits, Number(key)] };
    else if (key === 'Mod+Enter') early = { ...early, isSent: true };
    else return stop();
    event.preventDefault();
    event.stopPropagation();
    if (early.isSent) stop();
  };
  addEventListener('keydown', hear, true);
  stop = () => removeEventListener('keydown', hear, true);
}

/** What was pressed meanwhile; to be taken when the focus is in the dialog, which hears by itself from then on. */
export function takeKeys(): Early {
  stop();
  const taken = early;
  early = NOTHING;
  return taken;
}
