import { refusalWords } from '#web/app/i18n.ts';

/** Why an act cannot be done now, in words; null when it can. Takes a verb's entry of `may`. */
export const refusalOf = (code: string | null): string | null => (code === null ? null : refusalWords(code));
