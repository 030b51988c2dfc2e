const MOST_CHARS = 200;
// characters that turn the reading direction and so hide a name's ending, and those that show nothing
const HIDING = /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * A file's name as it may be kept and shown: its last part only, on one line, cut in the middle so that its ending stays.
 * `fallback` when nothing is left.
 */
export const cleanFileName = (given: string, fallback: string): string => {
  const last = given.toWellFormed().split(/[\\/]/).at(-1) ?? '';
  const name = last.replaceAll(HIDING, '').replaceAll(/\s+/g, ' ').trim();
  if (name === '' || /^\.+$/.test(name)) return fallback;
  if (name.length <= MOST_CHARS) return name;
  const ending = /\.[^.]{1,20}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, MOST_CHARS - ending.length)}${ending}`.toWellFormed();
};
