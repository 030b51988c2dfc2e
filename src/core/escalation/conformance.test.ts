import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runEscalationSteps } from '#test/conformance-adapters/escalation-steps.ts';

for (const [name, count] of [
  ['escalation-steps', 59],
  ['escalation-steps-random', 187],
] as const) {
  const file = JSON.parse(readFileSync(new URL(`../../../test/conformance/${name}.json`, import.meta.url), 'utf8'));
  test(`all ${count} cases of ${name} are there`, () => {
    expect(file.cases).toHaveLength(count);
  });

  test.for(file.cases as Parameters<typeof runEscalationSteps>[1][])(`${name} $id`, (testCase) => {
    expect(runEscalationSteps(file, testCase)).toBeNull();
  });
}
