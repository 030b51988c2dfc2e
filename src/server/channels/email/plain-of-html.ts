const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The words of an HTML too large or too deep for a real conversion: tags out, blocks on lines of their own. */
export const plainOf = (html: string): string =>
  html
    .replace(/<(script|style|head|title)\b[\s\S]{0,100000}?<\/\1\s*>/gi, ' ')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6]|\/blockquote)\b[^<>]{0,500}>/gi, '\n')
    .replace(/<[^<>]{0,5000}>/g, '')
    .replace(
      /&(#\d{1,7}|[a-z]{2,5});/gi,
      (whole, name: string) => ENTITIES[name.toLowerCase()] ?? numeric(name) ?? whole,
    )
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

const numeric = (name: string): string | undefined => {
  const code = name.startsWith('#') ? Number(name.slice(1)) : Number.NaN;
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code).toWellFormed() : undefined;
};
