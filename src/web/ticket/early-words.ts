import { t } from '#web/app/i18n.ts';
import { isSending, pressedKey } from '#web/app/keys/match-key.ts';
import type { Mode } from '#web/ticket/drafts.ts';

interface Catching {
  ticketId: number;
  mode: Mode;
  field: HTMLTextAreaElement;
  /** The key that sent what was typed, before there was anything to send it from. */
  sentBy: string | null;
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
 * Escape, or a click elsewhere, gives it up; once it is sent, only a click elsewhere.
 */
export function catchWords(ticketId: number, mode: Mode): void {
  dropWords();
  const field = document.createElement('textarea');
  field.className = 'sr-only';
  field.setAttribute('aria-label', t(`web.composer.early.${mode}`));
  field.addEventListener('blur', () => {
    if (catching?.field === field) dropWords();
  });
  const now: Catching = { ticketId, mode, field, sentBy: null };
  field.addEventListener('keydown', (event) => {
    const key = pressedKey(event);
    if (key === 'Escape' && now.sentBy === null) dropWords();
    if (!isSending(key)) return;
    event.preventDefault();
    now.sentBy = key;
    field.readOnly = true;
  });
  document.body.append(field);
  catching = now;
  field.focus({ preventScroll: true });
}

/** What is written there before the composer of the ticket is; null = nothing. */
export const earlyMode = (ticketId: number): Mode | null => (catching?.ticketId === ticketId ? catching.mode : null);

/** Gives out what was typed for this ticket; whoever takes it takes the focus before anything else happens. */
export function takeWords(ticketId: number, mode: Mode): { text: string; sentBy: string | null } {
  const taken = catching !== null && earlyMode(ticketId) === mode ? catching : null;
  const words = { text: taken?.field.value ?? '', sentBy: taken?.sentBy ?? null };
  dropWords();
  return words;
}
