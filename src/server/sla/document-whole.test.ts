import { expect, test } from 'vitest';
import { z } from 'zod';
import type { calendarBody, pathBody, policyBody } from '#contract/config.ts';
import { MAIN } from '#contract/intake-matrix.ts';
import type { Path } from '#core/escalation/path.ts';
import type { IntakeRules } from '#core/intake/rules.ts';
import type { Matrix } from '#core/matrix/matrix.ts';
import type { Policy } from '#core/sla/policy.ts';
import { LANGUAGES, type Language } from '#core/ticket/ticket.ts';
import { ALSO, BODIES, EXAMPLES, type Kind } from '#test/harness/full-rules.ts';
import { changed, changesOf, GONE, places, type Shape } from '#test/harness/shape-changes.ts';
import {
  checkVersion,
  type CompiledVersion,
  type LimitsVersion,
  type SkillVersion,
  type TeamVersion,
} from './config-body.ts';
import { escalationDocument } from './document.ts';
import { toMarkdown } from './document-blocks.ts';
import { documentWords } from './document-words.ts';

// Every setting of what the document is about is changed by itself, in an example that has them all: the shape of what is
// published says which there are, so that a new one that nobody is told of is found here.

/** What nobody is called or promised by. */
const UNSAID = /^(path\.steps\.\d+\.id|path\.steps\.0\.name)$/;

const named = new Map(Array.from({ length: 9 }, (_, index) => [index, `Somebody ${index}`]));
const compiled = (id: number, kind: Kind, name: string, body: unknown): CompiledVersion | null => {
  const checked = checkVersion({ id, kind, name, body });
  return checked.ok ? checked.version : null;
};
const IDS = { Here: 1, There: 2, Up: 11, Along: 12 } as Record<string, number>;

/** The document of these bodies; null when one of them could not be published. */
const documentOf = async (language: Language, bodies: Record<Kind, unknown>): Promise<string | null> => {
  const kinds = Object.entries(bodies) as [Kind, unknown][];
  if (!kinds.every(([kind, body]) => BODIES[kind].safeParse(body).success)) return null;
  const { calendar, ...plan } = bodies.path as z.infer<typeof pathBody>;
  const { targets, path, ...terms } = bodies.policy as z.infer<typeof policyBody>;
  const paths = [11, 12].map((id) =>
    compiled(id, 'path', id === 11 ? 'Up' : 'Along', { ...plan, calendarVersionId: IDS[calendar] }),
  ) as Path[];
  const policies = ['Fast', 'Slow'].map((name, index) =>
    compiled(21 + index, 'policy', name, {
      ...terms,
      targets: targets.map(({ calendar: counted, ...target }) => ({ ...target, calendarVersionId: IDS[counted] })),
      pathVersionId: IDS[path],
    }),
  ) as Policy[];
  const matrix = compiled(31, 'matrix', MAIN, bodies.matrix) as Matrix;
  if ([...paths, ...policies, compiled(1, 'calendar', 'Here', bodies.calendar)].includes(null as never)) return null;
  const plans = [...matrix.rows.map((each) => each.plan), matrix.otherwise].map((given) => ({
    policy: policies.find(({ name }) => name === given.policy)!,
    path: paths.find(({ name }) => name === (given.path ?? 'Along'))!,
  }));
  const source = {
    at: 0,
    intakeRules: compiled(41, 'intake_rules', MAIN, bodies.intake_rules) as IntakeRules,
    matrix,
    plans,
    policies: [policies[0]!],
    paths: [paths[0]!],
    pathNames: new Map(paths.map(({ versionId, name }) => [versionId, name])),
    teams: [compiled(51, 'team', 'Billing', bodies.team) as TeamVersion],
    skills: [compiled(61, 'skill', 'Refunds', bodies.skill) as SkillVersion],
    limits: [compiled(71, 'limits', MAIN, bodies.limits) as LimitsVersion],
    calendars: [
      { versionId: 1, name: 'Here', body: bodies.calendar as z.infer<typeof calendarBody> },
      { versionId: 2, name: 'There', body: EXAMPLES.calendar },
    ],
    versions: [],
    names: { person: named, team: named, skill: named, dutyList: named },
  };
  return toMarkdown(escalationDocument(source, await documentWords(language), 'UTC'));
};

const filled = (kind: Kind, body: unknown): unknown => BODIES[kind].parse(body);
const FULL = Object.fromEntries(
  (Object.keys(BODIES) as Kind[]).map((kind) => [kind, filled(kind, EXAMPLES[kind])]),
) as Record<Kind, unknown>;
const shapeOf = (kind: Kind): Shape => z.toJSONSchema(BODIES[kind], { io: 'output', reused: 'inline' }) as Shape;
const shapes = Object.fromEntries((Object.keys(BODIES) as Kind[]).map((kind) => [kind, shapeOf(kind)])) as Record<
  Kind,
  Shape
>;

test('the examples have every setting there is, and every kind of target and trigger', () => {
  for (const [kind, shape] of Object.entries(shapes) as [Kind, Shape][]) {
    const seen = new Set<Shape>();
    for (const example of [FULL[kind], ALSO[kind]]) {
      if (example !== undefined) for (const _ of changesOf(shape, example, [], seen));
    }
    expect([kind, places((each) => seen.has(each), shape)]).toEqual([kind, []]);
  }
});

test.each(LANGUAGES)('whatever is changed by itself can be read in the document: %s', async (language) => {
  const unsaid: string[] = [];
  const said = new Map<string, boolean>();
  for (const kind of Object.keys(BODIES) as Kind[]) {
    for (const example of [EXAMPLES[kind], ALSO[kind]]) {
      if (example === undefined) continue;
      const whole = { ...FULL, [kind]: filled(kind, example) };
      const before = await documentOf(language, whole);
      expect(before).not.toBeNull();
      for (const { path, to } of changesOf(shapes[kind], whole[kind], [], new Set())) {
        const place = [kind, ...path].join('.');
        const isForAnother = /(names|topicNames\.\w+)\.(\w+)$/i.exec(place)?.[2] ?? language;
        if (UNSAID.test(place) || isForAnother !== language) continue;
        const body = changed(whole[kind], path, to);
        const after = await documentOf(language, { ...whole, [kind]: body });
        // what cannot be published needs no words
        if (after === null || JSON.stringify(filled(kind, body)) === JSON.stringify(whole[kind])) continue;
        said.set(place, true);
        if (after === before) unsaid.push(`${place} → ${to === GONE ? 'left out' : JSON.stringify(to)}`);
      }
    }
  }
  expect(unsaid).toEqual([]);
  expect(said.size).toBeGreaterThan(200);
});
