import { t } from '#web/app/i18n.ts';
import type { Mode } from '#web/ticket/drafts.ts';

interface Catching {
  ticketId: number;
  mode: Mode;
  field: HTMLTextAreaElement;
}
let catching: Catching | null = null;

/** Gives up what was typed early. */
export function dropWords(): void {
  const field = catching?.field;
  catching = null;
  field?.remove();
}

/**
 * Takes the focus at once, before the field of the composer can: what is typed from now on is words for this ticket
 * and starts nothing. A field nobody sees rather than a list of key presses, so that an input method works in it.
 * Escape, or a click elsewhere, gives it up.
 */
export function catchWords(ticketId: number, mode: Mode): void {
  dropWords();
  const field = document.createElement('textarea');
  field.className = 'sr-only';
  field.setAttribute('aria-label', t(`web.composer.early.${mode}`));
  field.addEventListener('blur', () => {
    if (catching?.field === field) dropWords();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) dropWords();
  });
  document.body.append(field);
  catching = { ticketId, mode, field };
  field.focus({ preventScroll: true });
}

/** What is written there before the composer of the ticket is; null = nothing. */
export const earlyMode = (ticketId: number): Mode | null => (catching?.ticketId === ticketId ? catching.mode : null);

/** Gives out what was typed for this ticket; whoever takes it takes the focus before anything else happens. */
export function takeWords(ticketId: number, mode: Mode): string {
  const words = earlyMode(ticketId) === mode ? (catching?.field.value ?? '') : '';
  dropWords();
  return words;
}
