import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setupI18n, type I18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Language } from '#core/ticket/ticket.ts';

/** Words of `locales/` with their values put in; what a language does not say yet is said in English. */
export type MailWords = (language: Language, key: string, values?: Record<string, string | number>) => string;

/** Reads the files of `folder` (`en.json` is the source) and compiles what mails say: the keys that begin with `mail.`. */
export const loadMailWords = async (folder: string): Promise<MailWords> => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const books = new Map<string, I18n>();
  const english = await readWords(path.join(folder, 'en.json'));
  for (const file of files) {
    const locale = path.basename(file, '.json');
    const words = { ...english, ...(await readWords(path.join(folder, file))) };
    const compiled = Object.fromEntries(Object.entries(words).map(([key, text]) => [key, compileMessage(text)]));
    books.set(locale, setupI18n({ locale, messages: { [locale]: compiled } }));
  }
  return (language, key, values = {}) => {
    if (english[key] === undefined) throw new Error(`locales/en.json has no "${key}"`);
    return (books.get(language) ?? books.get('en')!)._(key, values);
  };
};

const readWords = async (file: string): Promise<Record<string, string>> => {
  const all = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  return Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith('mail.')));
};

/** The language in which words for `language` are really said: dates are written in the same. */
export const saidIn = (words: MailWords, language: Language): string => words(language, 'mail.language');
