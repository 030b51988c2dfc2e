import { expect, test } from 'vitest';
import { sealWith } from './sealed.ts';

const SECRET = 'a secret of at least thirty-two characters';
const OTHER = 'another secret of thirty-two characters..';
const PLACE = 'mailbox 7 imap';

test('what was sealed opens again, and shows nothing of itself', () => {
  const seal = sealWith(SECRET);
  const sealed = seal.seal('lozinka čšž', PLACE);
  expect(sealed).not.toContain('lozinka');
  expect(sealed).not.toBe(seal.seal('lozinka čšž', PLACE));
  expect(seal.open(sealed, PLACE)).toBe('lozinka čšž');
});

test('it opens at its own place only, under its own key only, and unchanged only', () => {
  const seal = sealWith(SECRET);
  const sealed = seal.seal('lozinka', PLACE);
  expect(seal.open(sealed, 'mailbox 8 imap')).toBeNull();
  expect(sealWith(OTHER).open(sealed, PLACE)).toBeNull();
  const [version, key, text] = sealed.split('.') as [string, string, string];
  const bytes = Buffer.from(text, 'base64url');
  bytes[14]! ^= 1;
  expect(seal.open(`${version}.${key}.${bytes.toString('base64url')}`, PLACE)).toBeNull();
  for (const nonsense of ['', 's1', `${version}.${key}.AAAA`, `s2.${key}.${text}`]) {
    expect(seal.open(nonsense, PLACE)).toBeNull();
  }
});

test('after a change of the secret the older one still opens what it sealed, and says that it is old', () => {
  const sealed = sealWith(SECRET).seal('lozinka', PLACE);
  const rotated = sealWith(OTHER, [SECRET]);
  expect(rotated.open(sealed, PLACE)).toBe('lozinka');
  expect(rotated.isCurrent(sealed)).toBe(false);
  expect(rotated.isCurrent(rotated.seal('lozinka', PLACE))).toBe(true);
});
