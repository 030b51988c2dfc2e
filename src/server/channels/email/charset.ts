import { Transform, type TransformCallback } from 'node:stream';

// charsets that carry markup past a filter, or are no charsets
const REFUSED = /^(?:(?:cs)?unicode11)?utf7(?:imap)?$|^base64$|^hex$/;
// senders name these when they did not look
const UNRELIABLE = new Set(['utf-8', 'windows-1252']);
const CYRILLIC = ['windows-1251', 'koi8-r'] as const;

/**
 * Bytes as text, in the charset they claim (`label`, null when they claim none) unless they cannot be in it: then valid
 * UTF-8 wins, and otherwise the likeliest of the old single-byte charsets of Europe. Never throws.
 */
export const decodeBytes = (bytes: Uint8Array, label: string | null): string => {
  const claimed = encodingOf(label);
  if (claimed !== null && !UNRELIABLE.has(claimed)) return new TextDecoder(claimed).decode(bytes);
  const utf8 = asUtf8(bytes);
  if (utf8 !== null) return utf8;
  return new TextDecoder(claimed === 'windows-1252' ? claimed : guessed(bytes)).decode(bytes);
};

const encodingOf = (label: string | null): string | null => {
  if (label === null || REFUSED.test(label.toLowerCase().replace(/[^a-z0-9]/g, ''))) return null;
  try {
    return new TextDecoder(label.trim()).encoding;
  } catch {
    return null;
  }
};

const asUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

const guessed = (bytes: Uint8Array): string => {
  const sample = bytes.subarray(0, 20_000);
  let letters = 0;
  let high = 0;
  let centralEuropean = 0;
  let western = 0;
  for (const byte of sample) {
    if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters += 1;
    if (byte >= 0xc0) high += 1;
    // š ž ć đ and Š Ž against à é ì ò ù
    if ([0x9a, 0x9e, 0xe6, 0xf0, 0x8a, 0x8e].includes(byte)) centralEuropean += 1;
    if ([0xe0, 0xe9, 0xec, 0xf2, 0xf9].includes(byte)) western += 1;
  }
  if (isJapanese(sample)) return 'euc-jp';
  if (high > letters) return likelierCyrillic(sample);
  return centralEuropean > western ? 'windows-1250' : 'windows-1252';
};

/** Read as EUC-JP, a quarter of it or more is kana: nothing else reads so. */
const isJapanese = (bytes: Uint8Array): boolean => {
  const beyondAscii = new TextDecoder('euc-jp').decode(bytes).match(/[^\0-\x7f]/g) ?? [];
  return beyondAscii.filter((letter) => letter >= 'ぁ' && letter <= 'ヶ').length * 4 >= beyondAscii.length;
};

/** Sentences are mostly lower case: read in the wrong one of the two, capitals prevail. */
const likelierCyrillic = (bytes: Uint8Array): string => {
  const lowerCase = CYRILLIC.map((name) => new TextDecoder(name).decode(bytes).match(/[а-яё]/g)?.length ?? 0);
  return lowerCase[1]! > lowerCase[0]! ? CYRILLIC[1] : CYRILLIC[0];
};

/**
 * What mailparser takes for its `Iconv` option: it decodes each text part as a whole by `decodeBytes`, so that a wrong or
 * missing charset stays readable.
 */
export class CharsetDecoder extends Transform {
  private readonly chunks: Buffer[] = [];
  private readonly label: string;

  constructor(label: string) {
    super();
    this.label = label;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.chunks.push(chunk);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.push(this.convert(Buffer.concat(this.chunks)));
    done();
  }

  /** The same for a header, whole. */
  convert(bytes: Buffer): Buffer {
    return Buffer.from(decodeBytes(bytes, this.label));
  }
}

const UNKNOWN = 'x-unknown';

/**
 * The mail with its text parts in a charset nobody knows, so that the parser asks `CharsetDecoder`: it decodes what says
 * UTF-8, ASCII, the Japanese of mail, or nothing by itself.
 */
export const withoutCharsets = (raw: Buffer): Buffer => {
  const text = raw.toString('latin1');
  const head = /^content-type\s*:/im.test(text.split(/\r?\n\r?\n/, 1)[0]!) ? '' : 'Content-Type: text/plain\r\n';
  const named = `${head}${text}`
    .replace(/\bcharset\s*=\s*"?(?:utf-?8|us-ascii|ascii|iso-2022-jp)"?/gi, `charset=${UNKNOWN}`)
    .replace(/^(content-type[ \t]*:[ \t]*text\/(?:plain|html))[ \t]*(?=\r?\n(?![ \t]))/gim, `$1; charset=${UNKNOWN}`);
  return Buffer.from(named, 'latin1');
};
