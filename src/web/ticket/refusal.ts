import { refusalWords } from '#web/app/i18n.ts';

/** Why an act cannot be done now, in words; null when it can. Takes a verb's entry of `may`. */
export const refusalOf = (code: string | null): string | null => (code === null ? null : refusalWords(code));

/** Whether a menu shows it at all: what the reader has no right to is not there, what cannot be done now says why. */
export const isOffered = (code: string | null): boolean => code !== 'not_allowed';
