import { sanitizeMail, type PictureOf } from './sanitize.ts';

/**
 * The headers of a mail's page: it runs nothing, and loads nothing but pictures of this server. `allow-same-origin` lets
 * the session's cookie go with those pictures; without scripts nobody is there to use the origin.
 */
export const FRAME_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};

const STYLE =
  'html{color-scheme:light dark}body{margin:0;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}blockquote{margin:0 0 0 .5em;padding-left:.75em;border-left:2px solid #8888}table{max-width:100%}pre{white-space:pre-wrap}';

/**
 * A whole page for `<iframe sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox">`, to be served with
 * `FRAME_HEADERS`. `pictureOf` names the pictures inside the mail.
 */
export const renderMessageFrame = (html: string, pictureOf: PictureOf): string =>
  `<!doctype html><html dir="auto"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><style>${STYLE}</style></head><body>${sanitizeMail(html, pictureOf)}</body></html>`;
