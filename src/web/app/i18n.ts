import { i18n } from '@lingui/core';
import { locales } from 'virtual:locales';
import type { MessageId } from '#web/app/message-id.d.ts';

export type { MessageId };
type Values = Record<string, string | number | null | undefined>;

/** The language to speak: the first of the browser's that there are words for. */
export const pickLocale = (wanted: readonly string[], known: readonly string[]): string =>
  wanted.map((tag) => tag.split('-', 1)[0] ?? '').find((tag) => known.includes(tag)) ?? 'en';

/** Loads the words of one language and speaks it from then on. */
export async function speak(name: string): Promise<void> {
  const load = locales[name] ?? locales['en'];
  if (load === undefined) throw new Error('locales/en.json is missing');
  const { messages } = await load();
  i18n.loadAndActivate({ locale: name, messages });
  document.documentElement.lang = name;
}

const KEY = 'belay.language';

/** The languages there are words for. */
export const SPOKEN: readonly string[] = Object.keys(locales);

function chosen(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Speaks the language chosen on this desk, else the one of the browser. */
export const speakFirst = (): Promise<void> => {
  const own = chosen();
  return speak(pickLocale([...(own === null ? [] : [own]), ...navigator.languages], SPOKEN));
};

/** Speaks `name` on this desk from now on. */
export async function chooseLanguage(name: string): Promise<void> {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // Storage may be forbidden: the language then lasts until the page is left.
  }
  await speak(name);
}

/** The words for an id, with its places filled. */
export const t = (id: MessageId, values?: Values): string => i18n._(id, values);

/** The words for an id that is only known as it runs (a code of the server), or for `fallback`. */
export const tCode = (id: string, fallback: MessageId, values?: Values): string =>
  i18n.messages[id] === undefined ? t(fallback, values) : i18n._(id, values);

/** Why something cannot be done, from the server's code: our own words for it, else the general ones. */
export const refusalWords = (code: string): string =>
  tCode(i18n.messages[`refusal.${code}`] === undefined ? `problem.${code}` : `refusal.${code}`, 'web.error.unknown', {
    code,
  });
