import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Language } from '#core/ticket/ticket.ts';

const WORDS = path.resolve(import.meta.dirname, '../../../locales/document');

/** The words of the escalation document in one language: by key, or null where there are none. */
export interface DocumentWords {
  language: Language;
  say: (key: string, values?: Record<string, string | number>) => string;
  has: (key: string) => boolean;
}

const kept = new Map<Language, Promise<DocumentWords>>();

/** Reads them once a process. */
export const documentWords = (language: Language): Promise<DocumentWords> => {
  const known = kept.get(language) ?? readWords(language);
  kept.set(language, known);
  return known;
};

const readWords = async (language: Language): Promise<DocumentWords> => {
  const book = JSON.parse(await readFile(path.join(WORDS, `${language}.json`), 'utf8')) as Record<string, string>;
  const messages = Object.fromEntries(Object.entries(book).map(([key, text]) => [key, compileMessage(text)]));
  const i18n = setupI18n({ locale: language, messages: { [language]: messages } });
  return {
    language,
    say(key, values = {}) {
      if (book[key] === undefined) throw new Error(`locales/document/${language}.json has no "${key}"`);
      return i18n._(key, values);
    },
    has: (key) => book[key] !== undefined,
  };
};
