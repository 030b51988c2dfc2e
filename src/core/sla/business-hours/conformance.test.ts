import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runBusinessTime, type BusinessTimeFile } from '#test/conformance-adapters/business-time.ts';

const file: BusinessTimeFile = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../test/conformance/business-time.json'), 'utf8'),
);

test('all 164 cases are there', () => {
  expect(file.cases).toHaveLength(164);
});

describe('business time', () => {
  test.each(file.cases.map((testCase) => [testCase.id, testCase] as const))('%s', (_id, testCase) => {
    expect(runBusinessTime(file, testCase)).toBeNull();
  });
});

test('storing the same instants with another UTC offset changes no answer', () => {
  const moved = file.cases.map((testCase) => ({
    ...testCase,
    input: Object.fromEntries(Object.entries(testCase.input).map(([name, value]) => [name, withOffset(value)])),
  }));
  expect(moved.some(({ input }) => String(input['start']).endsWith('+05:45'))).toBe(true);
  expect(moved.map((testCase) => runBusinessTime(file, testCase)).filter((failure) => failure !== null)).toEqual([]);
});

test('the adapter sees a wrong answer', () => {
  const [first] = file.cases;
  const planted = { ...first!, expected: { at: '2006-01-04T16:00:00.001Z' } };
  expect(runBusinessTime(file, planted)).toBe(
    'expected {"at":"2006-01-04T16:00:00.001Z"}, got {"at":"2006-01-04T16:00:00.000Z"}',
  );
});

function withOffset(value: string | number): string | number {
  if (typeof value === 'number' || !value.endsWith('Z')) return value;
  return new Date(Date.parse(value) + 345 * 60_000).toISOString().replace('Z', '+05:45');
}
