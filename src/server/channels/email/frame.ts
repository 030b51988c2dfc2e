import { sanitizeMail, type PictureOf } from './sanitize.ts';

/** The headers of a mail's page: it has no origin, runs nothing, and loads nothing; its pictures lie inside it. */
export const FRAME_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // as the desk's own pages say, or Chromium warns that the two differ
  'origin-agent-cluster': '?1',
  'cross-origin-resource-policy': 'same-origin',
};

// mail is written for white paper, whatever theme the desk has
const STYLE =
  'html{color-scheme:light;background:white}body{margin:16px;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}blockquote{margin:0 0 0 .5em;padding-left:.75em;border-left:2px solid #8888}table{max-width:100%}pre{white-space:pre-wrap}';

/**
 * A whole page for `<iframe sandbox="allow-popups allow-popups-to-escape-sandbox">`, to be served with `FRAME_HEADERS`.
 * `pictureOf` gives the pictures inside the mail as data: addresses.
 */
export const renderMessageFrame = (html: string, pictureOf: PictureOf): string =>
  `<!doctype html><html dir="auto"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><style>${STYLE}</style></head><body>${sanitizeMail(html, pictureOf)}</body></html>`;
