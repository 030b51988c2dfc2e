import { moneyWords } from '#contract/money.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Link } from './link-store.ts';

/** The words of `locales/` under a key. */
export type PageWords = (language: Language, key: string, values?: Record<string, string | number>) => string;

/** It runs nothing, loads nothing, is framed by nobody, kept by nobody and sends only to us. */
export const DECISION_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
};

/** What is asked, with a yes and a no to press: it works without a script, and asking for it decides nothing. */
export const askingPage = (link: Link, language: Language, say: PageWords): string => {
  const key = (name: string, values = {}) => escaped(say(language, `mail.approval.${name}`, values));
  const { number, subject, askedBy, amount, words } = link;
  return page(language, say(language, 'mail.approval.title'), [
    `<p><b>#${number}</b> ${escaped(subject)}</p>`,
    `<p>${key('asks', { name: askedBy ?? 'Belay' })}</p>`,
    ...(amount === null ? [] : [`<p class="amount">${escaped(moneyWords(language, amount))}</p>`]),
    ...(words === '' ? [] : [`<blockquote>${escaped(words).replaceAll('\n', '<br>')}</blockquote>`]),
    `<form method="post"><label for="words">${key('words')}</label><textarea id="words" name="words" rows="3" maxlength="4000"></textarea>`,
    `<p><button name="verdict" value="granted">${key('grant')}</button> <button name="verdict" value="refused">${key('refuse')}</button></p></form>`,
  ]);
};

/** What came of it, or why nothing can. */
export const sayingPage = (language: Language, say: PageWords, text: string): string =>
  page(language, say(language, 'mail.approval.title'), [`<p>${escaped(text)}</p>`]);

const page = (language: Language, title: string, parts: string[]): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main><h1>${escaped(title)}</h1>${parts.join('')}</main></body></html>`;

const STYLE =
  'html{color-scheme:light dark}body{margin:0;font:17px/1.6 system-ui,sans-serif}main{max-width:36rem;margin:auto;padding:1rem}textarea{display:block;width:100%;box-sizing:border-box;font:inherit}button{font:inherit;min-height:44px;padding:0 1.2rem;margin:.5rem .5rem 0 0}.amount{font-size:1.6rem;font-weight:600;margin:0}blockquote{margin:1rem 0;padding-inline-start:1rem;border-inline-start:3px solid}';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
