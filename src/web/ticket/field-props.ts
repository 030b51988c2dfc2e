import type { ReactNode, RefObject } from 'react';
import type { Draft } from '#web/ticket/drafts.ts';

/** What a field to write in is told, with formatting or without. */
export interface FieldProps {
  draft: Draft;
  label: string;
  placeholder: string;
  isReadOnly: boolean;
  /** Counts how often writing was asked for by key or click; each time the field takes the focus. */
  asked: number;
  /** Gives out what was typed before the field could take it; it belongs at the end. */
  takeWords: () => string;
  /** Whether somebody is writing: the field that replaces the plain one goes on where they are. */
  isFocused: RefObject<boolean>;
  onType: (written: { html: string; text: string }) => void;
  onFiles: (files: readonly File[]) => void;
  /** Gives back whether the key was used. */
  onKey: (event: KeyboardEvent) => boolean;
  /** What stands in its last line. */
  foot: ReactNode;
}
