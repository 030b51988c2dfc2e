import type { VersionId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { versionsIn, type ConfigDraft, type PolicyBody } from './config-body.ts';
import { nameVersions, readActive, versionsNamed } from './config-read-store.ts';
import { publish } from './store.ts';
import { newestRoot, type Publisher } from './version-store.ts';

// Kept, paths and policies name calendars and paths by version, so that nothing moves under a ticket. What is active
// names what is active: a version of what it names brings one of it, by whoever published that.

/** What names others by version, in the order in which one of them may name the other. */
const NAMING = ['path', 'policy'] as const;
type Naming = Extract<ConfigDraft, { kind: (typeof NAMING)[number] }>;

/** Something that paths and policies name by version. */
export type Used = { kind: 'calendar' | 'path'; name: string };

/** Something that was published again for what it names. */
export interface Renewed {
  kind: Naming['kind'];
  name: string;
  version: number;
  /** What it names that has a newer version. */
  uses: Used[];
}

/** The version that is added, and what names it with it. Returns its id. */
export const publishWithUsers = async (tx: Tx, draft: ConfigDraft, now: Instant, by: Publisher): Promise<VersionId> => {
  const id = await publish(tx, draft, now, by);
  const newer = new Set([thingOf(draft)]);
  for (const kind of NAMING) {
    for (const each of await renew(tx, kind, (uses) => uses.some((use) => newer.has(use)), now, by)) {
      newer.add(thingOf(each));
    }
  }
  return id;
};

/** How something is told apart from everything else that is published. */
export const thingOf = ({ kind, name }: { kind: string; name: string }): string => `${kind} ${name}`;

/**
 * Publishes what is active of a kind again where it names a version that is no longer active and `isWanted`, asked with
 * its name and what it names so.
 */
export const renew = async (
  tx: Tx,
  kind: Naming['kind'],
  isWanted: (uses: string[], name: string) => boolean,
  now: Instant,
  { draftedBy = null, publishedBy = null, publishedAs = null }: Publisher,
): Promise<Renewed[]> => {
  const renewed: Renewed[] = [];
  for (const { name, version, body } of await readActive(tx, kind)) {
    const draft = { kind, name, body } as Naming;
    const older = (await usesOf(tx, draft)).filter((use) => !use.active);
    if (older.length === 0 || !isWanted(older.map(thingOf), name)) continue;
    const by = { draftedBy, publishedBy, publishedAs, renewedFor: await newestRoot(tx, older) };
    await publish(tx, await upToDate(tx, draft), now, by);
    renewed.push({ kind, name, version: version + 1, uses: older.map((use) => ({ kind: use.kind, name: use.name })) });
  }
  return renewed;
};

/** The same, naming what is active of each name that it names. */
export const upToDate = async <Draft extends ConfigDraft>(tx: Tx, draft: Draft): Promise<Draft> => {
  const active = new Map<VersionId, VersionId>();
  for (const { id, kind, name } of await usesOf(tx, draft)) {
    active.set(id, (await versionsNamed(tx, kind, [name])).get(name)!);
  }
  const now = (id: VersionId): VersionId => active.get(id)!;
  if (draft.kind === 'path') {
    const { calendarVersionId, ...plan } = draft.body;
    return { ...draft, body: { ...plan, calendarVersionId: now(calendarVersionId) } };
  }
  if (draft.kind !== 'policy') return draft;
  const { targets, pathVersionId, ...terms } = draft.body;
  const body: PolicyBody = {
    ...terms,
    targets: targets.map((target) => ({ ...target, calendarVersionId: now(target.calendarVersionId) })),
    pathVersionId: now(pathVersionId),
  };
  return { ...draft, body };
};

const usesOf = async (tx: Tx, draft: ConfigDraft) => [...(await nameVersions(tx, versionsIn(draft))).values()];
