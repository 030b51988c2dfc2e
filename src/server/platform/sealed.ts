import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Seals small secrets for the database. `place` says where the sealed text is kept (`mailbox 7 imap`): moved to another
 * place it does not open.
 */
export type Seal = {
  seal(words: string, place: string): string;
  /** null when it was sealed under a key that is not known, for another place, or was changed. */
  open(sealed: string, place: string): string | null;
  /** False when it was sealed under an older key and should be sealed again. */
  isCurrent(sealed: string): boolean;
};

type Key = { id: string; bytes: Buffer };

const VERSION = 's1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under a key made of the installation's secret. Each sealed text names its key, so that after a change of the
 * secret `before` (the older ones) still open theirs.
 */
export const sealWith = (secret: string, before: readonly string[] = []): Seal => {
  const current = keyOf(secret);
  const keys = new Map([...before.map(keyOf), current].map((key) => [key.id, key]));
  return {
    seal(words, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.bytes, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([iv, cipher.update(words, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, current.id, sealed.toString('base64url')].join('.');
    },
    open(sealed, place) {
      const [version, id, text] = sealed.split('.');
      const key = keys.get(id ?? '');
      if (version !== VERSION || key === undefined || text === undefined) return null;
      return opened(Buffer.from(text, 'base64url'), key, place);
    },
    isCurrent: (sealed) => sealed.startsWith(`${VERSION}.${current.id}.`),
  };
};

const opened = (bytes: Buffer, key: Key, place: string): string | null => {
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
};

/** The key, and a name for it that gives nothing of it away. */
const keyOf = (secret: string): Key => {
  const derive = (purpose: string, length: number) => Buffer.from(hkdfSync('sha256', secret, '', purpose, length));
  return { id: derive('belay sealed key id', 6).toString('base64url'), bytes: derive('belay sealed key', 32) };
};
