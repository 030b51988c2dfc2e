import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '#core/lint/finding.ts';
import type { Instant } from '#core/time.ts';
import { readConfigNames } from '#server/people/name-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem, type FieldProblem } from '#server/platform/http/problem.ts';
import { bodyText, FILE_ORDER, type FileThing } from './config-file.ts';
import { effectOnOpen, type EffectOnOpen } from './config-effect.ts';
import { lintWith } from './config-lint.ts';
import { prepare } from './config-publish.ts';
import { lockPublishing } from './config-read-store.ts';
import { readConfig } from './config-wire.ts';
import { diffLines, type DiffLine } from './line-diff.ts';
import { renew, thingOf, type Used } from './renewal.ts';
import { publish } from './store.ts';

/** What a file changes about one thing. */
export interface ConfigChange {
  what: 'new' | 'changed' | 'renewed';
  kind: FileThing['kind'];
  name: string;
  /** The version it becomes. */
  version: number;
  diff: DiffLine[];
  /** Of `renewed`: what it names that has a newer version. */
  uses: Used[];
}

/** What applying a file does. */
export interface Applied {
  changes: ConfigChange[];
  unchanged: number;
  /** Active things the file says nothing of: they stay as they are. */
  unmentioned: { kind: FileThing['kind']; name: string }[];
  findings: Finding[];
  open: EffectOnOpen;
}

/** Thrown with everything in one thing of a file that names nothing, or is impossible, by its field as it travels. */
export class ImpossibleFile extends Error {
  readonly thing: Pick<FileThing, 'kind' | 'name'>;
  readonly problems: FieldProblem[];
  constructor(thing: Pick<FileThing, 'kind' | 'name'>, problems: FieldProblem[]) {
    super('the file is impossible');
    this.thing = thing;
    this.problems = problems;
  }
}

const BY_FILE = { publishedAs: 'file' } as const;

/**
 * Publishes what a file says where it differs from what is active, in the order in which one thing may name another; and
 * what names something newer again. Doing it twice changes nothing the second time. Deletes nothing, changes no ticket.
 */
export const applyThings = async (tx: Tx, things: readonly FileThing[], now: Instant): Promise<Applied> => {
  await lockPublishing(tx);
  const names = await readConfigNames(tx);
  const changes: ConfigChange[] = [];
  const mentioned = new Set(things.map(thingOf));
  for (const kind of FILE_ORDER) {
    for (const thing of things.filter((each) => each.kind === kind)) {
      const change = await changeOf(tx, thing);
      if (change === null) continue;
      const { draft } = await prepared(tx, thing);
      await publish(tx, draft, now, BY_FILE);
      const older = change.active === null ? '' : bodyText(kind, change.active, names);
      // read again: what is kept has the defaults of what the file leaves out, and its fields in one order
      const [kept] = await readConfig(tx, kind, thing.name);
      const diff = diffLines(older, bodyText(kind, kept!.body, names));
      changes.push({ what: change.what, kind, name: thing.name, version: change.version, diff, uses: [] });
    }
    if (kind !== 'path' && kind !== 'policy') continue;
    const newer = new Set(changes.map(thingOf));
    const isWanted = (uses: string[], name: string) =>
      mentioned.has(thingOf({ kind, name })) || uses.some((use) => newer.has(use));
    for (const each of await renew(tx, kind, isWanted, now, BY_FILE))
      changes.push({ ...each, what: 'renewed', diff: [] });
  }
  const touched = new Set([...mentioned, ...changes.map(thingOf)]);
  const unmentioned: Applied['unmentioned'] = [];
  for (const kind of FILE_ORDER) {
    for (const { name } of await readConfig(tx, kind)) {
      if (!touched.has(thingOf({ kind, name }))) unmentioned.push({ kind, name });
    }
  }
  return {
    changes,
    unchanged: things.length - changes.filter((change) => mentioned.has(thingOf(change))).length,
    unmentioned,
    findings: await lintWith(tx, [], now),
    open: await effectOnOpen(tx, now),
  };
};

/** What publishing it would change; null when it says what is active. */
export const changeOf = async (tx: Tx, { kind, name, body }: FileThing) => {
  const [active] = await readConfig(tx, kind, name);
  if (active === undefined) return { what: 'new' as const, version: 1, active: null };
  if (isDeepStrictEqual(plain(active.body), plain(body))) return null;
  return { what: 'changed' as const, version: active.version + 1, active: active.body as unknown };
};

/** Without what is undefined, which a file cannot say. */
const plain = (body: unknown): unknown => JSON.parse(JSON.stringify(body));

const prepared = async (tx: Tx, thing: FileThing) => {
  try {
    return await prepare(tx, thing.kind, thing.name, thing.body);
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    const problems = (error.parts.errors ?? []).map((each) => ({ ...each, path: each.path.replace(/^body\.?/, '') }));
    throw new ImpossibleFile(thing, problems);
  }
};
