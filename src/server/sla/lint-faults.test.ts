import { expect, test } from 'vitest';
import type { StepTarget } from '#core/escalation/path.ts';
import { FINDING_CODES } from '#core/lint/finding.ts';
import { lintConfig } from '#core/lint/lint-config.ts';
import { findingLines } from '#server/cli-config.ts';
import { loadWords } from '#server/cli-words.ts';
import { FIRST, step, type Seeds } from '#test/harness/fault-seeds.ts';
import { FAULTS_OF_PATHS, OF_TARGET } from '#test/harness/faults-of-paths.ts';
import { FAULTS_OF_RULES } from '#test/harness/faults-of-rules.ts';
import { subject } from '#test/harness/lint-subject.ts';

const SEEDS = Object.entries({ ...FAULTS_OF_PATHS, ...FAULTS_OF_RULES }).flatMap(([table, settings]) =>
  Object.entries(settings as Seeds<string>).flatMap(([setting, seeds]) =>
    typeof seeds === 'string' ? [] : seeds.map((seed) => ({ of: `${table}.${setting}`, seed })),
  ),
);

test('a company without a fault has no finding', () => {
  expect(lintConfig(subject())).toEqual([]);
});

test('each planted fault is found in its place, with what to do about it', async () => {
  const words = await Promise.all(['en', 'hr'].map((language) => loadWords(language)));
  for (const { of, seed } of SEEDS) {
    const [judged, code, field] = seed;
    const found = lintConfig(judged);
    expect([of, found.map((each) => `${each.code} ${each.place.field}`)]).toEqual([
      of,
      expect.arrayContaining([`${code} ${field}`]),
    ]);
    for (const say of words) {
      const lines = findingLines(
        say,
        found.filter((each) => each.code === code),
      );
      expect(lines.filter((line) => /[{}]|undefined|config\./.test(line))).toEqual([]);
    }
  }
});

test('what stops a publication has words for the field that is refused', async () => {
  const words = await Promise.all(['en', 'hr'].map((language) => loadWords(language)));
  const stops = SEEDS.flatMap(({ seed: [judged] }) => lintConfig(judged)).filter((each) => each.stops);
  const codes = [...new Set(stops.map(({ code }) => code))];
  expect(codes).toHaveLength(6);
  expect(codes.filter((code) => !words.every((say) => say.has(`field.${code}`)))).toEqual([]);
});

test('every kind of finding has a planted fault', () => {
  expect(new Set(SEEDS.map(({ seed: [, code] }) => code))).toEqual(new Set(FINDING_CODES));
});

test('a target of any kind that means nobody is found, alone and beside one that means somebody', () => {
  for (const [type, nobody] of Object.entries(OF_TARGET)) {
    if (typeof nobody === 'string') continue;
    const codes = (targets: StepTarget[]) =>
      lintConfig(step({ targets })).map(({ code, place }) => `${type} ${code} ${place.field}`);
    expect(codes([nobody])).toEqual([`${type} empty_target steps.0.targets`]);
    expect(codes([...FIRST.targets, nobody])).toEqual([`${type} target_nobody steps.0.targets.1`]);
  }
});
