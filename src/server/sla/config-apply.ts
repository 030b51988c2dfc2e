import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '#core/lint/finding.ts';
import type { Instant } from '#core/time.ts';
import { readConfigNames } from '#server/people/name-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem, type FieldProblem } from '#server/platform/http/problem.ts';
import type { ConfigDraft } from './config-body.ts';
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

/** What in a thing of a file names nothing, or is impossible, by its field as it travels. */
export interface ImpossibleThing {
  thing: Pick<FileThing, 'kind' | 'name'>;
  problems: FieldProblem[];
}

/** Thrown with everything in a file that cannot be published. */
export class ImpossibleFile extends Error {
  readonly impossible: ImpossibleThing[];
  constructor(impossible: ImpossibleThing[]) {
    super('the file is impossible');
    this.impossible = impossible;
  }
}

const BY_FILE = { publishedAs: 'file' } as const;

/**
 * Publishes what a file says where it differs from what is active, in the order in which one thing may name another; and
 * what names something newer again. Doing it twice changes nothing the second time. Deletes nothing, changes no ticket.
 * Throws an ImpossibleFile; what is only wrong because it names something that is wrong itself, `broken` among it, is not told.
 */
export const applyThings = async (
  tx: Tx,
  things: readonly FileThing[],
  now: Instant,
  broken: ReadonlySet<string> = new Set(),
): Promise<Applied> => {
  await lockPublishing(tx);
  const mentioned = new Set(things.map(thingOf));
  const changes = await publishThings(tx, { things, mentioned, now, broken });
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

interface Publishing {
  things: readonly FileThing[];
  mentioned: ReadonlySet<string>;
  now: Instant;
  broken: ReadonlySet<string>;
}

const publishThings = async (tx: Tx, { things, mentioned, now, broken }: Publishing): Promise<ConfigChange[]> => {
  const names = await readConfigNames(tx);
  const changes: ConfigChange[] = [];
  const impossible: ImpossibleThing[] = [];
  const lost = new Set(broken);
  for (const kind of FILE_ORDER) {
    for (const thing of things.filter((each) => each.kind === kind)) {
      const change = await changeOf(tx, thing);
      if (change === null) continue;
      const ready = await prepared(tx, thing, lost);
      if (!ready.ok) {
        lost.add(thingOf(thing));
        if (ready.problems.length > 0) impossible.push({ thing, problems: ready.problems });
        continue;
      }
      await publish(tx, ready.draft, now, BY_FILE);
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
  if (impossible.length > 0) throw new ImpossibleFile(impossible);
  return changes;
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

type Ready = { ok: true; draft: ConfigDraft } | { ok: false; problems: FieldProblem[] };

const prepared = async (tx: Tx, thing: FileThing, lost: ReadonlySet<string>): Promise<Ready> => {
  try {
    return { ok: true, draft: (await prepare(tx, thing.kind, thing.name, thing.body)).draft };
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    const all = (error.parts.errors ?? []).map((each) => ({ ...each, path: each.path.replace(/^body\.?/, '') }));
    const isLost = (name: unknown): boolean =>
      FILE_ORDER.some((kind) => lost.has(thingOf({ kind, name: String(name) })));
    const problems = all.filter(({ code, path }) => code !== 'unknown' || !isLost(valueAt(thing.body, path)));
    return { ok: false, problems };
  }
};

const valueAt = (body: unknown, field: string): unknown =>
  field.split('.').reduce((at, part) => (at as Record<string, unknown> | null | undefined)?.[part], body);
