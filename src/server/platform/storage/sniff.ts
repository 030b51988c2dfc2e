/** How a kind of file begins: hexadecimal, `..` for any byte. */
const BEGINNINGS: [begins: string, mediaType: string][] = [
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['474946383761', 'image/gif'],
  ['474946383961', 'image/gif'],
  ['52494646........57454250', 'image/webp'],
  ['52494646........57415645', 'audio/wav'],
  ['49492a00', 'image/tiff'],
  ['4d4d002a', 'image/tiff'],
  ['........6674797061766966', 'image/avif'],
  ['........6674797068656963', 'image/heic'],
  ['........667479704d344120', 'audio/mp4'],
  ['........66747970', 'video/mp4'],
  ['1a45dfa3', 'video/webm'],
  ['4f676753', 'audio/ogg'],
  ['494433', 'audio/mpeg'],
  ['fffb', 'audio/mpeg'],
  ['255044462d', 'application/pdf'],
  ['1f8b', 'application/gzip'],
  ['377abcaf271c', 'application/x-7z-compressed'],
  ['504b0304', 'application/zip'],
  ['504b0506', 'application/zip'],
];

/** What a zip may say it is by its ending: programs of an office, which open it themselves. */
const ZIPS: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
};
const TEXTS: Record<string, string> = { csv: 'text/csv', ics: 'text/calendar', eml: 'message/rfc822' };
const LOOKED_AT = 4_096;

/**
 * What some bytes are, by themselves; what the sender called them counts only among kinds that cannot run. Text of any
 * language, HTML and SVG included, is `text/plain`; what nobody knows is `application/octet-stream`.
 */
export const sniffMediaType = (bytes: Buffer, name: string): string => {
  const head = bytes.subarray(0, 16).toString('hex');
  const found = BEGINNINGS.find(([begins]) => new RegExp(`^${begins}`).test(head))?.[1];
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (found === 'application/zip') return ZIPS[ending] ?? found;
  if (found !== undefined) return found;
  return isText(bytes) ? (TEXTS[ending] ?? 'text/plain') : 'application/octet-stream';
};

const isText = (bytes: Buffer): boolean => {
  // a letter may be cut in two where the look ends
  const start = new TextDecoder('utf-8').decode(bytes.subarray(0, LOOKED_AT), { stream: true });
  return start !== '' && !/[\p{Cc}\ufffd]/u.test(start.replaceAll(/\s/g, ''));
};
