import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SlaFile } from '#test/conformance-adapters/clock-case.ts';
import { runSlaClocks } from '#test/conformance-adapters/sla-clocks.ts';

const fileOf = (name: string): SlaFile =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/conformance', name), 'utf8'));
const files = { 'sla-clocks.json': 97, 'sla-clocks-random.json': 182 };

describe.each(Object.entries(files))('%s', (name, count) => {
  const file = fileOf(name);

  test('every case is there', () => {
    expect(file.cases).toHaveLength(count);
  });

  test.each(file.cases.map((testCase) => [testCase.id, testCase] as const))('%s', (_id, testCase) => {
    expect(runSlaClocks(file, testCase)).toBeNull();
  });
});

test('the adapter sees a wrong answer', () => {
  const file = fileOf('sla-clocks.json');
  const [first] = file.cases;
  const wrong = structuredClone(first!);
  for (const { expected } of wrong.observe) expected.nextDue = '2001-01-01T00:00:00Z';
  expect(runSlaClocks(file, wrong)).toContain('2001-01-01');
});
