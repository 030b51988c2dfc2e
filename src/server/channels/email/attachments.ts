import { createHash } from 'node:crypto';
import type { Attachment } from 'mailparser';
import type { InboundAttachment } from '#core/intake/inbound.ts';
import { uudecoded } from './broken-parts.ts';
import { oneLine } from './header.ts';

const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}$/;

/** The media type of a part, in lower case; what is none counts as bytes. */
export const mediaTypeOf = (part: { contentType: unknown }): string => {
  // a broken Content-Type comes out of the parser as something else than text
  const claimed = typeof part.contentType === 'string' ? part.contentType.toLowerCase() : '';
  return MEDIA_TYPE.test(claimed) ? claimed : 'application/octet-stream';
};

/** The parts of a mail that are not its text, in order. */
export const attachmentsOf = (parts: readonly Attachment[]): InboundAttachment[] => {
  let unnamed = 0;
  return parts.map((part) => {
    const mediaType = mediaTypeOf(part);
    const decoded = isUuencoded(part) ? uudecoded(part.content) : null;
    return {
      name: nameOf(part.filename) ?? defaultName(mediaType, (unnamed += 1)),
      mediaType,
      size: (decoded ?? part.content).length,
      contentId: part.cid === undefined ? null : oneLine(part.cid, 300) || null,
      inline: part.related === true || (part.contentDisposition === 'inline' && part.cid !== undefined),
      bytes: decoded ?? part.content,
      hash: decoded === null ? Buffer.from(part.checksum, 'hex') : createHash('sha256').update(decoded).digest(),
    };
  });
};

// the one code of old mail that the parser leaves as it is
const isUuencoded = ({ headers }: Attachment): boolean => {
  const code = headers?.get('content-transfer-encoding');
  return typeof code === 'string' && /^(?:x-)?uu(?:en)?code$/i.test(code.trim());
};

/** The whole mail as it came, for a person who must see what could not be shown. */
export const rawAttachment = (raw: Uint8Array): InboundAttachment => ({
  name: 'message.eml',
  mediaType: 'message/rfc822',
  size: raw.length,
  contentId: null,
  inline: false,
  bytes: raw,
  hash: createHash('sha256').update(raw).digest(),
});

// no way out of a folder, no characters that turn the reading direction and hide the ending
const nameOf = (filename: string | undefined): string | null => {
  const last = (filename ?? '').split(/[\\/]/).at(-1) ?? '';
  const name = oneLine(last.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ''), 200);
  return name === '' || /^\.+$/.test(name) ? null : name;
};

const defaultName = (mediaType: string, count: number): string =>
  mediaType === 'message/rfc822' ? `message-${count}.eml` : `attachment-${count}`;
