import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ActiveConfig } from '#core/matrix/active-config.ts';
import { asksAbout, choosePlan, type MatrixFacts } from '#core/matrix/choose-plan.ts';
import type { Matrix, MatrixRow } from '#core/matrix/matrix.ts';
import { CHANNELS, LANGUAGES, SEVERITIES } from '#core/ticket/ticket.ts';
import { config, zagreb } from '#test/harness/core.ts';

const IDS: Record<string, number> = { Standard: 1, Fast: 2, Night: 3, Short: 11, Long: 12, Zagreb: 21 };
const matrixOf = (...rows: MatrixRow[]): Matrix => ({
  kind: 'matrix',
  versionId: 9,
  name: 'main',
  rows,
  otherwise: { policy: 'Standard' },
});
const active = (matrix: Matrix | null): ActiveConfig => ({
  matrix,
  intakeRules: null,
  versionOf: (_kind, name) => IDS[name]!,
});
const facts: MatrixFacts = {
  topic: 'billing',
  severity: 'S3',
  channel: 'email',
  language: 'hr',
  customerTier: null,
  now: zagreb('2026-11-23 09:00'),
};
const ROWS: MatrixRow[] = [
  { id: 'gold', when: { customerTiers: ['gold'], severities: ['S1', 'S2'] }, plan: { policy: 'Fast', path: 'Short' } },
  { id: 'night', when: { hours: { calendar: 'Zagreb', state: 'closed' } }, plan: { policy: 'Night' } },
  { id: 'calls', when: { channels: ['voice'], languages: ['hr', 'en'] }, plan: { policy: 'Standard', path: 'Long' } },
];

test('the first row that fits gives policy and path, and says which of its conditions it is by', () => {
  const choose = (changes: Partial<MatrixFacts>) =>
    choosePlan({ ...facts, ...changes }, active(matrixOf(...ROWS)), config());
  expect(choose({ customerTier: 'gold', severity: 'S1' })).toEqual({
    policyVersionId: 2,
    pathVersionId: 11,
    because: { versionId: 9, rowId: 'gold', matched: ['customerTiers', 'severities'] },
  });
  expect(choose({ now: zagreb('2026-11-23 20:00') })).toMatchObject({ policyVersionId: 3, pathVersionId: null });
  expect(choose({ channel: 'voice' })).toMatchObject({ pathVersionId: 12, because: { rowId: 'calls' } });
  expect(choose({ channel: 'voice', language: 'vi' })).toEqual({
    policyVersionId: 1,
    pathVersionId: null,
    because: { versionId: 9, rowId: null, matched: [] },
  });
  expect(choosePlan(facts, active(null), config())).toBeNull();
});

test('it is asked again only about what it asks', () => {
  expect(asksAbout(matrixOf(...ROWS), 'severities')).toBe(true);
  expect(asksAbout(matrixOf(...ROWS), 'topics')).toBe(false);
});

const some = <Value>(...values: Value[]) => fc.subarray(values, { minLength: 1 });
const maybe = { requiredKeys: [] as [] };
const when = fc.record(
  {
    topics: some('billing', 'order', 'safety'),
    severities: some(...SEVERITIES),
    channels: some(...CHANNELS),
    customerTiers: some('gold', 'silver'),
    languages: some(...LANGUAGES),
  },
  maybe,
);

test('whatever the rows are, there is a plan, and no row before the chosen one fits', () => {
  const anyFacts = fc.record({
    topic: fc.constantFrom('billing', 'order', 'safety', 'general'),
    severity: fc.constantFrom(...SEVERITIES),
    channel: fc.constantFrom(...CHANNELS),
    language: fc.constantFrom(...LANGUAGES),
    customerTier: fc.constantFrom('gold', 'silver', null),
    now: fc.constant(facts.now),
  });
  fc.assert(
    fc.property(fc.array(when, { maxLength: 6 }), anyFacts, (conditions, asked) => {
      const rows = conditions.map((each, index): MatrixRow => ({
        id: String(index),
        when: each,
        plan: { policy: 'Fast' },
      }));
      const chosen = choosePlan(asked, active(matrixOf(...rows)), config())!;
      const index = chosen.because.rowId === null ? rows.length : Number(chosen.because.rowId);
      const alone = (row: MatrixRow) => choosePlan(asked, active(matrixOf(row)), config())!.because.rowId !== null;
      expect(rows.slice(0, index).some(alone)).toBe(false);
      if (index < rows.length) expect(alone(rows[index]!)).toBe(true);
    }),
  );
});
