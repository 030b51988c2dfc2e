import { expect, test } from 'vitest';
import { sortArrival, type Arrival, type IntakeRule } from '#core/intake/rules.ts';
import { plainPhrase, plainWords, saysPhrase } from '#core/intake/words.ts';

const rulesOf = (...rules: IntakeRule[]) => ({ kind: 'intake_rules' as const, versionId: 7, name: 'main', rules });
const mail: Arrival = {
  mailbox: 'support@bura.example',
  channel: 'email',
  fields: {},
  subject: 'Povrat novca',
  text: 'Molim povrat, slušalice se griju.',
  customerTier: null,
};

test('each part is decided by the first rule that fits and says something of it', () => {
  const rules = rulesOf(
    { id: 'orders', when: { mailboxes: ['orders@bura.example'] }, give: { topic: 'order', teamId: 3 } },
    { id: 'refunds', when: { words: ['povrat novca'] }, give: { topic: 'refund' } },
    { id: 'heat', when: { words: ['griju'] }, give: { topic: 'safety', severity: 'S1' } },
    { id: 'mail', when: { channels: ['email'] }, give: { severity: 'S4', teamId: 2 } },
  );
  expect(sortArrival(mail, rules)).toEqual({
    topic: 'refund',
    severity: 'S1',
    teamId: 2,
    because: { versionId: 7, topic: 'refunds', severity: 'heat', team: 'mail' },
  });
});

test('of what somebody said already no rule is asked, and none is named', () => {
  const rules = rulesOf({ id: 'heat', when: { words: ['griju'] }, give: { topic: 'safety', severity: 'S1' } });
  expect(sortArrival(mail, rules, { severity: 'S3' })).toEqual({
    topic: 'safety',
    because: { versionId: 7, topic: 'heat' },
  });
  expect(sortArrival(mail, rules, { severity: 'S3', topic: 'other' })).toEqual({ because: null });
});

test('which field of the form made a rule fit is said with it', () => {
  const fields = [{ name: 'product', values: ['Headphones', 'Speaker'] }];
  const rules = rulesOf({ id: 'sound', when: { fields }, give: { topic: 'sound' } });
  const form = { ...mail, channel: 'portal' as const, fields: { product: ' speaker ' } };
  expect(sortArrival(form, rules).because).toEqual({
    versionId: 7,
    topic: 'sound',
    fields: [{ rule: 'sound', name: 'product', value: 'Speaker' }],
  });
  expect(sortArrival(mail, rules).because).toBeNull();
});

test('a rule fits when all it names holds', () => {
  const rules = rulesOf({
    id: 'gold form',
    when: { channels: ['portal'], fields: [{ name: 'Product', values: ['Bura Pro'] }], customerTiers: ['gold'] },
    give: { severity: 'S2' },
  });
  const asked: Arrival = { ...mail, channel: 'portal', fields: { Product: ' bura pro ' }, customerTier: 'gold' };
  expect(sortArrival(asked, rules).severity).toBe('S2');
  expect(sortArrival({ ...asked, customerTier: null }, rules).because).toBeNull();
  expect(sortArrival({ ...asked, fields: {} }, rules).because).toBeNull();
  expect(sortArrival({ ...asked, channel: 'api' }, rules).because).toBeNull();
  expect(sortArrival(asked, null)).toEqual({ because: null });
});

test('words are whole, without case and accents; a star lets the last go on', () => {
  const says = (text: string, phrase: string) => saysPhrase(plainWords(text), plainPhrase(phrase));
  expect(says('Tôi muốn HOÀN TIỀN ngay', 'hoan tien')).toBe(true);
  expect(says('Đurđa treba račun.', 'durda')).toBe(true);
  expect(says('The refunds came', 'refund')).toBe(false);
  expect(says('The refunds came', 'refund*')).toBe(true);
  expect(says('prerefund', 'refund*')).toBe(false);
  expect(says('Верните деньги, пожалуйста', 'верните деньги')).toBe(true);
  expect(says('anything', '…')).toBe(false);
  expect(says('anything', '*')).toBe(false);
});
