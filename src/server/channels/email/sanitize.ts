import sanitizeHtml from 'sanitize-html';

const COLOUR = /^(?:#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\(\s?\d{1,3}(?:\s?,\s?[\d.]{1,4}%?){2,3}\s?\))$/i;
const LENGTH = /^(?:0|\d{1,4}(?:\.\d{1,3})?(?:px|pt|em|rem|%)|auto|thin|medium|thick)$/i;
const LENGTHS = /^(?:(?:0|\d{1,4}(?:\.\d{1,3})?(?:px|pt|em|rem|%)|auto)\s?){1,4}$/i;
const WORD = /^[a-z-]{2,20}$/i;
const BORDER =
  /^(?:(?:\d{1,2}(?:\.\d)?(?:px|pt|em)|0|thin|medium|thick|none|solid|dashed|dotted|double|[a-z]{3,20}|#[0-9a-f]{3,8})\s?){1,3}$/i;
// names of fonts, never url() or expression()
const FONTS = /^[\w\s,'"-]{1,200}$/;

const STYLES: Record<string, RegExp[]> = {
  color: [COLOUR],
  'background-color': [COLOUR],
  'font-family': [FONTS],
  'font-size': [LENGTH, WORD],
  'font-style': [WORD],
  'font-weight': [WORD, /^[1-9]00$/],
  'line-height': [LENGTH, /^\d(?:\.\d{1,3})?$/, WORD],
  'text-align': [WORD],
  'text-decoration': [WORD],
  'vertical-align': [WORD],
  'white-space': [/^(?:normal|pre|pre-wrap|pre-line|nowrap)$/],
  'list-style-type': [WORD],
  width: [LENGTH],
  'max-width': [LENGTH],
  padding: [LENGTHS],
  'padding-left': [LENGTH],
  'padding-right': [LENGTH],
  'padding-top': [LENGTH],
  'padding-bottom': [LENGTH],
  margin: [LENGTHS],
  'margin-left': [LENGTH],
  'margin-right': [LENGTH],
  'margin-top': [LENGTH],
  'margin-bottom': [LENGTH],
  border: [BORDER],
  'border-left': [BORDER],
  'border-right': [BORDER],
  'border-top': [BORDER],
  'border-bottom': [BORDER],
  'border-collapse': [WORD],
};

const TEXT = [
  'a',
  'abbr',
  'b',
  'bdi',
  'bdo',
  'big',
  'br',
  'cite',
  'code',
  'del',
  'em',
  'font',
  'i',
  'img',
  'ins',
  'kbd',
  'mark',
  'q',
  's',
  'samp',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'sup',
  'tt',
  'u',
  'var',
  'wbr',
];
const BLOCKS = [
  'address',
  'article',
  'aside',
  'blockquote',
  'caption',
  'center',
  'col',
  'colgroup',
  'dd',
  'div',
  'dl',
  'dt',
  'figcaption',
  'figure',
  'footer',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'li',
  'main',
  'ol',
  'p',
  'pre',
  'section',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'ul',
];

/** The address that shows the picture inside the mail with that Content-ID, such as a data: one; null when it has none. */
export type PictureOf = (contentId: string) => string | null;

/**
 * Hostile HTML as HTML that can only be looked at: an allow list of tags, attributes and styles; links to http, https
 * and mailto that open elsewhere and tell nothing; pictures only from the mail itself. A picture from outside keeps its
 * address in `data-blocked-src` and is not loaded.
 */
export const sanitizeMail = (html: string, pictureOf: PictureOf): string =>
  sanitizeHtml(html, {
    allowedTags: [...TEXT, ...BLOCKS],
    allowedAttributes: {
      '*': ['dir', 'lang', 'title', 'align', 'valign', 'style'],
      a: ['href', 'name', 'target', 'rel'],
      img: ['src', 'alt', 'width', 'height', 'data-blocked-src'],
      font: ['color', 'face', 'size'],
      ol: ['start', 'type'],
      table: ['width', 'cellpadding', 'cellspacing', 'border', 'bgcolor'],
      td: ['colspan', 'rowspan', 'width', 'height', 'bgcolor'],
      th: ['colspan', 'rowspan', 'width', 'height', 'bgcolor'],
      tr: ['bgcolor'],
      col: ['span', 'width'],
    },
    allowedStyles: { '*': STYLES },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesAppliedToAttributes: ['href'],
    allowProtocolRelative: false,
    // their text is code, not words
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'noscript',
      'title',
      'head',
      'template',
      'xmp',
      'noembed',
      'noframes',
      'iframe',
      'object',
      'svg',
      'math',
    ],
    nestingLimit: 100,
    parseStyleAttributes: true,
    transformTags: {
      a: (tagName, attributes) => ({
        tagName,
        attribs: { ...attributes, target: '_blank', rel: 'noopener noreferrer nofollow' },
      }),
      img: (tagName, attributes) => ({ tagName, attribs: picture(attributes, pictureOf) }),
    },
  });

const picture = (attributes: sanitizeHtml.Attributes, pictureOf: PictureOf): sanitizeHtml.Attributes => {
  const { src = '', 'data-blocked-src': _, ...rest } = attributes;
  const contentId = /^\s*cid:(.{1,300})$/i.exec(src)?.[1];
  if (contentId === undefined)
    return /^https?:\/\//i.test(src.trim()) ? { ...rest, 'data-blocked-src': src.trim() } : rest;
  const address = pictureOf(decoded(contentId.trim()));
  return address === null ? rest : { ...rest, src: address };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
