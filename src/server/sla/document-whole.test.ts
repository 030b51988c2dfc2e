import { expect, test } from 'vitest';
import { z } from 'zod';
import { teamBody } from '#contract/company.ts';
import { calendarBody, pathBody, policyBody } from '#contract/config.ts';
import { intakeRulesBody, MAIN, matrixBody } from '#contract/intake-matrix.ts';
import type { Path } from '#core/escalation/path.ts';
import type { IntakeRules } from '#core/intake/rules.ts';
import type { Matrix } from '#core/matrix/matrix.ts';
import type { Policy } from '#core/sla/policy.ts';
import { LANGUAGES, type Language } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { checkVersion, type CompiledVersion, type TeamVersion } from './config-body.ts';
import { escalationDocument } from './document.ts';
import { toMarkdown } from './document-blocks.ts';
import { documentWords } from './document-words.ts';

// Every setting of what the document is about is changed by itself, in an example that has them all: the shape of what is
// published says which there are, so that a new one that nobody is told of is found here.

const BODIES = {
  calendar: calendarBody,
  path: pathBody,
  policy: policyBody,
  team: teamBody,
  intake_rules: intakeRulesBody,
  matrix: matrixBody,
};
type Kind = keyof typeof BODIES;
const NAMES = { hr: 'Prvi', fil: 'Una', vi: 'Một', ru: 'Первый', it: 'Primo', en: 'First' };
const TARGETS = [
  { type: 'person', personId: 1 },
  { type: 'tier', teamId: 1, tier: 2 },
  { type: 'lead', teamId: 1 },
  { type: 'team', teamId: 1 },
  { type: 'skill', skillId: 1, level: 2 },
  { type: 'manager', personId: 1 },
  { type: 'on_duty', dutyListId: 1 },
  { type: 'rotation', rotationId: 'round', personIds: [1, 2] },
  { type: 'role', role: 'escalation_manager' },
];
const each = (ms: number) => ({ S1: ms, S2: ms, S3: ms, S4: ms });
const row: [string, string][] = [['08:00', '18:00']];
const EXAMPLES = {
  calendar: {
    timeZone: 'Europe/Zagreb',
    week: { mon: row, tue: row, wed: row, thu: row, fri: row, sat: row, sun: row },
    overrides: { '2026-12-24': row },
    breaks: { '2026-12-23': [['12:00', '12:30'] as [string, string]] },
    holidays: ['2026-12-25'],
  },
  path: {
    calendar: 'Here',
    steps: [
      {
        id: 'one',
        name: 'One',
        names: NAMES,
        direction: 'functional',
        waitMs: HOUR,
        waitIn: 'business',
        targets: TARGETS,
        needs: 'take_over',
        doMs: 2 * HOUR,
        everyoneAcknowledges: true,
        calledOn: [
          { type: 'breach' },
          { type: 'at_risk', percent: 80 },
          { type: 'signal', kind: 'anger' },
          { type: 'request', reason: 'skill' },
          { type: 'reasons', count: 2 },
          { type: 'customer_wrote' },
        ],
        guarded: true,
        fallback: TARGETS,
        quietHours: { from: 60, to: 120 },
        promise: { stage: 'specialist', doWithinMs: HOUR },
      },
      { id: 'two', name: 'Two', direction: 'hierarchical', waitMs: HOUR, waitIn: 'wall', targets: TARGETS },
    ],
    repeat: 2,
    tellsNewcomers: true,
    remindAfterMs: HOUR,
    confirmWithinMs: HOUR,
    loanIn: 'business',
    lastResort: [1, 2],
    lastResortEveryMs: HOUR,
    signals: {
      reopens: 2,
      repeatedContact: { messages: 3, withinMs: HOUR },
      silenceMs: HOUR,
      promiseAtRiskPercent: 50,
      undeliverable: true,
      assigneeAbsent: true,
    },
    thresholds: [{ signal: 'anger', least: 0.7 }],
    gates: [{ reason: 'skill', afterDue: true, attempts: 2, orAfterMs: HOUR }],
  },
  policy: {
    targets: [
      {
        kind: 'first_reply',
        id: 'one',
        targetMs: each(HOUR),
        pauseIn: ['on_hold'],
        warnPercents: [50],
        warnBeforeMs: [HOUR],
        includeFirst: true,
        fromCreation: true,
        calendar: 'Here',
      },
    ],
    path: 'Up',
    reopen: 'restart',
    merge: 'earlier',
    closesAfterMs: HOUR,
    policyChangeClimbs: false,
  },
  team: {
    members: [{ personId: 1, leads: true }],
    mode: 'push',
    offerMs: HOUR,
    overflowTeamId: 1,
    overflowAfterMs: HOUR,
    answerMs: HOUR,
    needs: [{ topic: 'parcel', skillId: 1, level: 2 }],
  },
  intake_rules: {
    rules: [
      {
        id: 'parcels',
        when: {
          mailboxes: ['orders@bura.example'],
          channels: ['email'],
          fields: [{ name: 'matter', values: ['parcel'] }],
          words: ['parcel*'],
          customerTiers: ['gold'],
        },
        give: { topic: 'parcel', severity: 'S2', teamId: 1 },
      },
    ],
  },
  matrix: {
    rows: [
      {
        id: 'first',
        when: {
          topics: ['order'],
          severities: ['S1'],
          channels: ['email'],
          customerTiers: ['gold'],
          languages: ['it'],
          hours: { calendar: 'Here', state: 'open' },
        },
        plan: { policy: 'Fast', path: 'Up' },
      },
    ],
    otherwise: { policy: 'Fast', path: 'Up' },
    topicNames: { order: { hr: 'narudžba', fil: 'padala', vi: 'đơn hàng', ru: 'заказ', it: 'ordine', en: 'an order' } },
  },
} satisfies Record<Kind, unknown>;
/** The other side of what cannot stand in one body. */
const ALSO: Partial<Record<Kind, unknown>> = { calendar: { timeZone: 'Europe/Zagreb', alwaysOpen: true } };
/** What nobody is called or promised by. */
const UNSAID = /^(path\.steps\.\d+\.id|path\.steps\.0\.name)$/;

type Shape = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Shape>;
  additionalProperties?: Shape | false;
  items?: Shape;
  prefixItems?: Shape[];
  anyOf?: Shape[];
  oneOf?: Shape[];
};
type Change = { path: (string | number)[]; to: unknown };
const GONE = Symbol('left out');

/** What else something of this shape could say, by its place; `seen` gathers which parts of the shape the example has. */
function* changesOf(shape: Shape, value: unknown, path: Change['path'], seen: Set<Shape>): Generator<Change> {
  seen.add(shape);
  const some = shape.anyOf ?? shape.oneOf;
  if (some !== undefined) {
    if (some.some(({ type }) => type === 'null')) yield { path, to: null };
    const fitting = some.filter((one) => fits(one, value));
    for (const one of fitting) yield* changesOf(one, value, path, seen);
    return;
  }
  if (Array.isArray(value)) {
    if (shape.items !== undefined && value.length > 0) yield { path, to: value.slice(0, -1) };
    for (const [index, item] of value.entries()) {
      const inner = shape.prefixItems?.[index] ?? shape.items;
      if (inner !== undefined) yield* changesOf(inner, item, [...path, index], seen);
    }
    return;
  }
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const of = shape.properties?.[key] ?? (shape.additionalProperties || undefined);
      if (of === undefined) throw new Error(`the shape has no ${[...path, key].join('.')}`);
      yield { path: [...path, key], to: GONE };
      yield* changesOf(of, inner, [...path, key], seen);
    }
    return;
  }
  if (shape.const !== undefined) return;
  if (shape.enum !== undefined) {
    for (const to of shape.enum) if (to !== value) yield { path, to };
    return;
  }
  yield { path, to: another(value, String(path.at(-1))) };
}

const fits = ({ type, properties, enum: allowed }: Shape, value: unknown): boolean => {
  if (value === null || type === 'null') return value === null && type === 'null';
  if (properties === undefined) return allowed === undefined || allowed.includes(value);
  return Object.entries(properties).every(
    ([key, inner]) => inner.const === undefined || inner.const === (value as Record<string, unknown>)[key],
  );
};

const another = (value: unknown, key: string): unknown => {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number')
    return key.endsWith('Ms') || value >= MINUTE ? value + MINUTE : value < 1 ? 0.8 : value + 1;
  const text = String(value);
  if (/^\d\d:\d\d$/.test(text)) return text.replace(/\d$/, '5');
  if (/^\d{4}-/.test(text)) return text.replace(/\d$/, '8');
  const others: Record<string, string> = { timeZone: 'Asia/Manila', calendar: 'There', path: 'Along', policy: 'Slow' };
  return others[key] ?? (text.includes('@') ? `a${text}` : `${text}x`);
};

const changed = (body: unknown, [key, ...rest]: Change['path'], to: unknown): unknown => {
  if (key === undefined) return to;
  if (Array.isArray(body)) return body.map((item, index) => (index === key ? changed(item, rest, to) : item));
  const { [key]: inner, ...others } = body as Record<string, unknown>;
  return rest.length === 0 && to === GONE ? others : { ...others, [key]: changed(inner, rest, to) };
};

const places = (of: (shape: Shape) => boolean, shape: Shape, path = ''): string[] => {
  const inner = [
    ...Object.entries(shape.properties ?? {}),
    ...(shape.anyOf ?? shape.oneOf ?? [])
      .filter(({ type }) => type !== 'null')
      .map((one, index) => [`|${index}`, one] as const),
    ...(shape.items === undefined ? [] : [['*', shape.items] as const]),
  ];
  return [...(of(shape) ? [] : [path]), ...inner.flatMap(([key, each]) => places(of, each, `${path}.${key}`))];
};

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
