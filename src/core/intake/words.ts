/**
 * A text as words are looked for in it: letters without accents and case, everything else a space, a space at either
 * end. So a phrase is found in it as whole words, whatever stands between them.
 */
export function plainWords(text: string): string {
  const letters = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
  return ` ${(letters.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}

/** What is looked for: words of an operator, the last of which may go on when a star ends it (`refund*`). */
export function plainPhrase(phrase: string): string {
  const plain = plainWords(phrase);
  return phrase.trim().endsWith('*') ? plain.trimEnd() : plain;
}

/** Whether a plain text has a plain phrase. An empty phrase is in none. */
export function saysPhrase(plain: string, phrase: string): boolean {
  return phrase.trim() !== '' && plain.includes(phrase);
}
