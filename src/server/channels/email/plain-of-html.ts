const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The words of an HTML too large or too deep for a real conversion: tags out, blocks on lines of their own. */
export const plainOf = (html: string): string =>
  withoutHidden(html)
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

/** Without what is not words: read once from front to back, however many are left open. */
const withoutHidden = (html: string): string => {
  // letters beyond ASCII may change their length, and the places with it
  const lower = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const opening = /<(script|style|head|title)\b/g;
  let shown = '';
  let from = 0;
  for (let found = opening.exec(lower); found !== null; found = opening.exec(lower)) {
    const end = lower.indexOf(`</${found[1]}`, opening.lastIndex);
    shown += html.slice(from, found.index);
    if (end === -1) return shown;
    from = end;
    opening.lastIndex = end;
  }
  return shown + html.slice(from);
};

const numeric = (name: string): string | undefined => {
  const code = name.startsWith('#') ? Number(name.slice(1)) : Number.NaN;
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code).toWellFormed() : undefined;
};
