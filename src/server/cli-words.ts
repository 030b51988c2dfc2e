import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';

const LOCALES = path.resolve(import.meta.dirname, '../../locales');

/** What commands say: a key of `locales/` with its values put in. */
export type Say = {
  (key: string, values?: Record<string, string | number>): string;
  /** Whether there are words under a key. */
  has(key: string): boolean;
  locale: string;
};

/** The language of the terminal: what LC_ALL, LC_MESSAGES or LANG name first. */
export const terminalLanguage = (env: NodeJS.ProcessEnv): string => {
  const named = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^([a-z]{2,3})(?:[_.@-]|$)/.exec(named)?.[1] ?? 'en';
};

/** The words of a language; English where it has none, or where there is no such language. */
export const loadWords = async (language: string): Promise<Say> => {
  const english = await readBook('en');
  const own = /^[a-z]{2,3}$/.test(language) && language !== 'en' ? await readBook(language).catch(() => null) : null;
  const locale = own === null ? 'en' : language;
  const book = { ...english, ...own };
  const compiled = new Map<string, ReturnType<typeof compileMessage>>();
  const i18n = setupI18n({ locale, messages: { [locale]: {} } });
  const say = (key: string, values: Record<string, string | number> = {}): string => {
    const text = book[key];
    if (text === undefined) throw new Error(`locales/en.json has no "${key}"`);
    if (!compiled.has(key)) {
      compiled.set(key, compileMessage(text));
      i18n.load(locale, { [key]: compiled.get(key)! });
    }
    return i18n._(key, values);
  };
  return Object.assign(say, { has: (key: string) => book[key] !== undefined, locale });
};

const readBook = async (language: string): Promise<Record<string, string>> =>
  JSON.parse(await readFile(path.join(LOCALES, `${language}.json`), 'utf8')) as Record<string, string>;
