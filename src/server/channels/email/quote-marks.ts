const MAX_ATTRIBUTION_LINES = 4;
const MAX_ATTRIBUTION_CHARS = 400;

// "wrote" as mail programs say it; the six languages of Belay first
const WROTE = [
  'wrote',
  'je napisao(?:\\/la)?',
  'je napisala',
  'napisao(?:\\/la)?',
  'napisala',
  'piše',
  'ay sumulat',
  'sumulat',
  'isinulat',
  'nagsulat',
  'đã viết',
  'viết',
  'написала?(?:\\(а\\))?',
  'написав(?:ла)?',
  'пишет',
  'пише',
  'ha scritto',
  'scrisse',
  'scrive',
  'schrieb',
  'a écrit',
  'escribió',
  'escreveu',
  'schreef',
  'skrev',
  'napisał(?:\\(a\\))?',
  'napsal(?:\\(a\\))?',
  'kirjoitti',
  'yazdı',
  'написа',
].join('|');
const ENDS_WITH_WROTE = new RegExp(`(?:^|[\\s,>\\])])(?:${WROTE})(?:\\s+(?:am|op|el|den)\\s[^:]{0,80})?\\s?:?$`, 'iu');
const WROTE_THEN_ADDRESS = new RegExp(`[\\s>)](?:${WROTE})\\s.{0,120}<\\s?[^<>\\s]+@[^<>\\s]+\\s?>:$`, 'iu');
const WROTE_THEN_DATE = new RegExp(`[\\s>)](?:${WROTE})\\s.{0,60}\\d.{0,30}:$`, 'iu');
const EASTERN = /(?:写道|寫道|のメッセージ|님이 작성)\s*[::]?$/u;
const DATE_AND_ADDRESS = /^(?:\p{L}{2,12}\.?,?\s)?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*<\s?[^<>\s]+@[^<>\s]+>\s?:?$/u;
const HAS_DIGIT_OR_ADDRESS = /\d|@/;

/**
 * Whether the line that starts an attribution ("On … Ana <ana@example.com> wrote:") stands at `at`. Programs wrap it
 * over a few lines. Returns the index of the line after it, else null.
 */
export const attributionAt = (lines: readonly string[], at: number): number | null => {
  const first = lines[at]!.trim();
  if (first === '' || /^[-_=*#]{2}/.test(first)) return null;
  let joined = '';
  for (let count = 0; count < MAX_ATTRIBUTION_LINES && at + count < lines.length; count += 1) {
    const line = lines[at + count]!.trim();
    if (line === '' || /^[>|]/.test(line)) return null;
    joined = joined === '' ? line : `${joined} ${line}`;
    if (joined.length > MAX_ATTRIBUTION_CHARS) return null;
    if (isAttribution(joined)) return at + count + 1;
  }
  return null;
};

const isAttribution = (text: string): boolean => {
  if (!HAS_DIGIT_OR_ADDRESS.test(text)) return false;
  if (DATE_AND_ADDRESS.test(text) || EASTERN.test(text)) return true;
  return text.endsWith(':') && [ENDS_WITH_WROTE, WROTE_THEN_ADDRESS, WROTE_THEN_DATE].some((mark) => mark.test(text));
};

const ORIGINAL = [
  'original message',
  'original appointment',
  'forwarded message',
  'reply message',
  'begin forwarded message',
  'izvorna poruka',
  'originalna poruka',
  'proslijeđena poruka',
  'orihinal na mensahe',
  'tin nhắn gốc',
  'thư gốc',
  'thư đã chuyển tiếp',
  'исходное сообщение',
  'оригинальное сообщение',
  'пересылаемое сообщение',
  'пересланное сообщение',
  'messaggio originale',
  'messaggio inoltrato',
  'ursprüngliche nachricht',
  'originalnachricht',
  "message d['’]origine",
  'mensaje original',
  'mensagem original',
  'oorspronkelijk bericht',
  'oprindelig meddelelse',
  'ursprungligt meddelande',
].join('|');
const DIVIDER = new RegExp(
  `^[\\s*_-]{0,60}[-_*]{2,}\\s?(?:${ORIGINAL})(?!\\p{L}).{0,40}$|^begin forwarded message:$`,
  'iu',
);
const REPLY_ABOVE = /^[#=*_-]{2,}\s?(?:please )?(?:reply|type your reply) above this line/i;

/** A line that says "the earlier mail begins here" by itself. */
export const isDivider = (line: string): boolean => {
  const text = line.trim();
  return text.length <= 200 && (DIVIDER.test(text) || REPLY_ABOVE.test(text));
};

const FROM = /^\*?(?:from|od|šalje|mula(?: kay)?|từ|от|da|von|de|van|fra|från|expéditeur)\s?\*?\s?:\*?\s?\S/iu;
const OTHER =
  /^\*?(?:sent|date|to|cc|subject|reply-to|poslano|datum|prima|za|predmet|ipinadala|petsa|kay|paksa|đã gửi|ngày|tới|đến|chủ đề|дата|отправлено|кому|копия|тема|inviato|data|a|oggetto|gesendet|an|betreff|envoyé|à|objet|enviado|para|asunto|assunto|verzonden|aan|onderwerp|sendt|til|emne|skickat|till|ämne)\s?\*?\s?:/iu;

/** A block of From, Sent, To, Subject as Outlook puts above the mail it answers. */
export const headerBlockAt = (lines: readonly string[], at: number): boolean => {
  if (!FROM.test(lines[at]!.trim())) return false;
  let others = 0;
  let blank = 0;
  for (let next = at + 1; next < lines.length && next <= at + 8; next += 1) {
    const line = lines[next]!.trim();
    if (line === '') {
      blank += 1;
      if (blank > 3) break;
      continue;
    }
    if (OTHER.test(line)) others += 1;
    if (others === 2) return true;
  }
  return false;
};

const MOBILE =
  /^(?:sent from (?:my |yahoo|outlook|mail for|proton)|get outlook for|sent via |sent with |poslano s |poslano iz |ipinadala mula sa |gửi từ |đã gửi từ |отправлено (?:с |из )|inviato da(?:l mio)? |von meinem .{0,40} gesendet|envoyé de(?:puis)? |enviado desde )/iu;

/** What a phone or a program writes under a mail by itself. */
export const isMobileSignature = (line: string): boolean => {
  const text = line.trim();
  return text.length <= 120 && MOBILE.test(text);
};
