import type { Written } from '#web/ticket/drafts.ts';
import { htmlOfPlain } from '#web/ticket/plain-of-doc.ts';

/** The draft with a sentence at its end that names a time; one that stood there before is taken out. */
export function givenTime<W extends Written>(draft: W, words: string, at: number): W {
  const { html, text, ...rest } = withoutTime(draft);
  return {
    ...(rest as W),
    text: text.trim() === '' ? words : `${text.trimEnd()}\n\n${words}`,
    html: html === '' ? '' : html + htmlOfPlain(words),
    promised: { at, words },
  };
}

/** The draft without its promise; the sentence goes too where nobody has changed it. */
export function withoutTime<W extends Written>(draft: W): W {
  const { promised, html, text } = draft;
  if (promised === null) return draft;
  const { words } = promised;
  return {
    ...draft,
    text: text.includes(`\n\n${words}`) ? text.replace(`\n\n${words}`, '') : text.replace(words, ''),
    html: html.replace(htmlOfPlain(words), ''),
    promised: null,
  };
}
