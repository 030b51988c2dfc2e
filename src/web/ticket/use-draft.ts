import { useCallback, useEffect, useRef, useState } from 'react';
import { readDraft, writeDraft, type Mode } from '#web/ticket/drafts.ts';

const KEEP_AFTER_MS = 400;

export interface Draft {
  text: string;
  isKept: boolean;
  write: (text: string) => void;
  clear: () => void;
}

/** A text that survives leaving the page: kept within half a second, and at once when the page goes. */
export function useDraft(personId: number, ticketId: number, mode: Mode): Draft {
  const [text, setText] = useState(() => readDraft(localStorage, personId, ticketId, mode));
  const [isKept, setKept] = useState(text !== '');
  const unkept = useRef<string | null>(null);
  const keep = useCallback((): void => {
    if (unkept.current === null) return;
    setKept(writeDraft(localStorage, personId, ticketId, mode, unkept.current));
    unkept.current = null;
  }, [personId, ticketId, mode]);
  useEffect(() => {
    addEventListener('pagehide', keep);
    return () => {
      removeEventListener('pagehide', keep);
      keep();
    };
  }, [keep]);
  useEffect(() => {
    const timer = setTimeout(keep, KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, keep]);
  const write = (next: string): void => {
    unkept.current = next;
    setText(next);
    setKept(false);
  };
  const clear = (): void => {
    write('');
    keep();
  };
  return { text, isKept, write, clear };
}
