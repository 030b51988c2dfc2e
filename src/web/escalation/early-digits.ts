let digits: number[] = [];
let stop: () => void = () => undefined;

/**
 * Keeps the digits that are pressed from now on, until `takeDigits` or another key: between the key that opens the dialog
 * and the dialog itself nothing that was pressed for it is lost.
 */
export function catchDigits(): void {
  stop();
  digits = [];
  const hear = (event: KeyboardEvent): void => {
    if (!/^[1-6]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return stop();
    digits.push(Number(event.key));
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('keydown', hear, true);
  stop = () => removeEventListener('keydown', hear, true);
}

/** What was pressed meanwhile, in order; to be taken when the focus is in the dialog, which hears by itself from then on. */
export function takeDigits(): readonly number[] {
  stop();
  const taken = digits;
  digits = [];
  return taken;
}
