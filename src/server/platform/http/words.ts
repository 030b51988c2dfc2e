import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as zodLocales from 'zod/locales';
import type { ProblemWords } from './problem.ts';

/** What every other language falls back to. */
const SOURCE = 'en';
/** Fields that are wrong and that we say ourselves: zod would name what it got, which the problem no longer has. */
const OWN = 'field.';

/**
 * Words about problems from every `<language>.json` of `folder`: a language is shipped when its file is there. What it
 * has no words for is said in English, and a code without any words is its own title.
 */
export const loadProblemWords = async (folder: string): Promise<ProblemWords> => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const words = new Map<string, Record<string, string>>();
  for (const name of files) {
    const all = JSON.parse(await readFile(path.join(folder, name), 'utf8')) as Record<string, string>;
    const about = Object.entries(all).filter(([key]) => key.startsWith('problem.') || key.startsWith(OWN));
    words.set(path.basename(name, '.json'), Object.fromEntries(about));
  }
  if (!words.has(SOURCE)) throw new Error(`there is no ${SOURCE}.json in ${folder}`);
  const say = (language: string, key: string): string | undefined =>
    words.get(language)?.[key] || words.get(SOURCE)![key];
  return {
    languages: [SOURCE, ...[...words.keys()].filter((language) => language !== SOURCE).toSorted()],
    title: (language, code) => say(language, `problem.${code}`) ?? code,
    field: (language, { code, message, issue }) =>
      say(language, `${OWN}${code}`) ?? (issue === undefined ? null : zodWords(language, issue)) ?? message ?? code,
  };
};

type ZodLocale = () => { localeError: (issue: never) => string | { message: string } | undefined | null };

/** What zod, which speaks some of our languages itself, says of an issue; null where it has no words. */
export const zodWords = (language: string, issue: object): string | null => {
  const locale = (zodLocales as unknown as Record<string, ZodLocale>)[language];
  const said = locale?.().localeError(issue as never);
  return typeof said === 'string' ? said : (said?.message ?? null);
};

/** The shipped language somebody would rather read, of an Accept-Language header (RFC 9110); null when none fits. */
export const preferredLanguage = (header: string | undefined, shipped: readonly string[]): string | null => {
  if (header === undefined) return null;
  const wanted = header
    .slice(0, 300)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const quality = parameters.find((each) => each.startsWith('q='))?.slice(2);
      return { language: tag.split('-')[0]!, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality);
  for (const { language } of wanted) {
    // browsers say Tagalog where we say Filipino
    const known = language === 'tl' ? 'fil' : language;
    if (shipped.includes(known)) return known;
  }
  return null;
};
