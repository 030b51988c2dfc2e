import type { Attachment } from '#contract/ticket.ts';

/** Reply and note never share a text: each has its own draft, per person and ticket. */
export type Mode = 'reply' | 'note';
/** What was sent last and may still be undone is kept like a draft, so that a reload does not lose it. */
export type Slot = Mode | 'sent';

/** What somebody has written but not sent. */
export interface Written {
  html: string;
  text: string;
  cc: string;
  files: readonly Attachment[];
  /** By when the words promise an answer, and the sentence that does; null: they promise none. */
  promised: { at: number; words: string } | null;
}
export const NOTHING: Written = { html: '', text: '', cc: '', files: [], promised: null };

export interface Draft extends Written {
  /** Counts what came from elsewhere than the keyboard: the field must show it anew. */
  version: number;
  isKept: boolean;
}

/** Where drafts are kept; a browser's `localStorage` is one. */
export interface Place {
  getItem: (key: string) => string | null;
  setItem: (key: string, value: string) => void;
  removeItem: (key: string) => void;
}

export interface Drafts {
  read: (key: string) => Draft;
  /** What was typed: kept within half a second, however long somebody types on. */
  type: (key: string, part: Partial<Written>) => void;
  /** What is put there by an act; kept at once. */
  put: (key: string, written: Written) => void;
  /** Keeps now what waits. */
  keep: () => void;
  subscribe: (listener: () => void) => () => void;
}

const KEEP_AFTER_MS = 500;

export const draftKey = (personId: number, ticketId: number, slot: Slot): string =>
  `belay.draft.${personId}.${ticketId}.${slot}`;

export const isNothing = ({ text, cc, files }: Written): boolean =>
  text.trim() === '' && cc.trim() === '' && files.length === 0;

/** Two texts as one, one above the other: nothing that was written is ever overwritten. */
export const joined = (above: Written, below: Written): Written =>
  isNothing(below)
    ? above
    : {
        html: above.html + below.html,
        text: [above.text, below.text].filter((text) => text.trim() !== '').join('\n\n'),
        cc: [...new Set([above.cc, below.cc].filter((cc) => cc.trim() !== ''))].join(', '),
        promised: above.promised ?? below.promised,
        files: [...new Map([...above.files, ...below.files].map((file) => [file.id, file])).values()],
      };

/** All drafts of this desk: in memory, and kept in `place` so that they survive the page. */
export function openDrafts(place: Place, later: (run: () => void, ms: number) => unknown = setTimeout): Drafts {
  const drafts = new Map<string, Draft>();
  const unkept = new Set<string>();
  const listeners = new Set<() => void>();
  let isWaiting = false;

  const set = (key: string, draft: Draft): void => {
    drafts.set(key, draft);
    for (const tell of listeners) tell();
  };
  const read = (key: string): Draft => {
    const known = drafts.get(key);
    if (known !== undefined) return known;
    const draft = { ...readFrom(place, key), version: 0 };
    drafts.set(key, draft);
    return draft;
  };
  const keep = (): void => {
    isWaiting = false;
    for (const key of unkept) {
      const draft = read(key);
      set(key, { ...draft, isKept: writeTo(place, key, draft) });
    }
    unkept.clear();
  };
  return {
    read,
    type: (key, part) => {
      set(key, { ...read(key), ...part, isKept: false });
      unkept.add(key);
      if (!isWaiting) later(keep, KEEP_AFTER_MS);
      isWaiting = true;
    },
    put: (key, written) => {
      const { html, text, cc, files, promised } = written;
      set(key, { html, text, cc, files, promised, version: read(key).version + 1, isKept: false });
      unkept.add(key);
      keep();
    },
    keep,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readFrom(place: Place, key: string): Written & { isKept: boolean } {
  try {
    const kept = place.getItem(key);
    if (kept !== null) return { ...NOTHING, ...(JSON.parse(kept) as Partial<Written>), isKept: true };
  } catch {
    // Storage is forbidden, or holds what no draft is: begin with nothing.
  }
  return { ...NOTHING, isKept: false };
}

function writeTo(place: Place, key: string, draft: Written): boolean {
  const { html, text, cc, files, promised } = draft;
  try {
    if (isNothing(draft)) place.removeItem(key);
    else place.setItem(key, JSON.stringify({ html, text, cc, files, promised }));
    return !isNothing(draft);
  } catch {
    return false;
  }
}
