/** Reply and note never share a text: each has its own draft, per person and ticket. */
export type Mode = 'reply' | 'note';

interface Place {
  getItem: (key: string) => string | null;
  setItem: (key: string, value: string) => void;
  removeItem: (key: string) => void;
}

const keyOf = (personId: number, ticketId: number, mode: Mode): string => `belay.draft.${personId}.${ticketId}.${mode}`;

/** The text kept for one person, ticket and mode; empty when there is none or storage is forbidden. */
export function readDraft(place: Place, personId: number, ticketId: number, mode: Mode): string {
  try {
    return place.getItem(keyOf(personId, ticketId, mode)) ?? '';
  } catch {
    return '';
  }
}

/** Keeps the text; an empty one is forgotten. Gives back whether it was kept. */
export function writeDraft(place: Place, personId: number, ticketId: number, mode: Mode, text: string): boolean {
  const key = keyOf(personId, ticketId, mode);
  try {
    if (text.trim() === '') place.removeItem(key);
    else place.setItem(key, text);
    return text.trim() !== '';
  } catch {
    return false;
  }
}
