import type { RolloutOf, RolloutPreview } from '#contract/rollout.ts';
import type { PersonId, TicketId, VersionId } from '#core/ids.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { countInScope, nameTicketsFor, ticketsInScope } from '#server/ticket/rollout-scope-store.ts';
import { readActiveConfig } from './config-active-store.ts';
import { createConfigCache } from './config-store.ts';
import { measureChanges, type AskedChange, type ClockChange, type MeasuredChange } from './measure-change.ts';
import { activeAndEarlier, addRollout, policiesCountingBy, scopeOf, supersede } from './rollout-store.ts';

/** Most tickets that are looked at for a preview, those that are due first. */
export const MOST_LOOKED_AT = 2_000;
/** How far ahead misses are compared. */
const LOOKS_AHEAD: Duration = DAY;
const MOST_EXAMPLES = 10;

/** What puts a ticket under a version. */
export const commandOf = (kind: RolloutOf['kind'], versionId: VersionId): AskedChange['command'] => {
  switch (kind) {
    case 'policy':
      return { type: 'apply_policy', policyVersionId: versionId };
    case 'calendar':
      return { type: 'apply_calendar', calendarVersionId: versionId, renews: true };
    case 'matrix':
      return { type: 'recheck', cause: 'matrix' };
  }
};

/** What applying the active version would mean for open tickets; null when nothing of that name was published. */
export const previewRollout = async (
  tx: Tx,
  of: RolloutOf,
  { reader, now }: { reader: PersonId; now: Instant },
): Promise<RolloutPreview | null> => {
  const active = await activeAndEarlier(tx, of);
  if (active === null) return null;
  const scope = await scopeOf(tx, of.kind, active);
  const ids = await ticketsInScope(tx, scope, { limit: MOST_LOOKED_AT });
  const tickets = ids.length < MOST_LOOKED_AT ? ids.length : await countInScope(tx, scope);
  const cache = createConfigCache();
  await cache.ensure(tx, [active.versionId]);
  const config = await readActiveConfig(tx, cache);
  const command = commandOf(of.kind, active.versionId);
  const asked = ids.map((ticketId) => ({ ticketId, command }));
  const changes = await measureChanges(tx, cache, asked, { now, active: config });
  const counting = of.kind === 'calendar' ? await policiesCountingBy(tx, active.earlier) : [];
  return {
    ...of,
    version: active.version,
    versionId: active.versionId,
    tickets,
    looked: ids.length,
    changed: changes.length,
    ...comparing(changes, now),
    behind: [...new Set(counting.flatMap((policy) => (policy.active ? policy.name : [])))].toSorted(),
    examples: await examplesOf(tx, changes, reader),
  };
};

/** How the targets that change would fare until a day from now, if nobody did anything. */
const comparing = (changes: readonly MeasuredChange[], now: Instant) => {
  const clocks = changes.flatMap((change) => change.clocks);
  const until = now + LOOKS_AHEAD;
  const isBy = (due: Instant | null): boolean => due !== null && due < until;
  const missedBefore = ({ dueBefore }: ClockChange): boolean => isBy(dueBefore);
  const missedAfter = ({ dueAfter, missed }: ClockChange): boolean => missed || isBy(dueAfter);
  const count = (fits: (clock: ClockChange) => boolean): number => clocks.filter(fits).length;
  const at = (due: Instant | null): number => due ?? Number.MAX_VALUE;
  return {
    sooner: count((clock) => !clock.missed && at(clock.dueAfter) < at(clock.dueBefore)),
    later: count((clock) => !clock.missed && at(clock.dueAfter) > at(clock.dueBefore)),
    missedAtOnce: count(({ missed }) => missed),
    until,
    causes: count((clock) => missedAfter(clock) && !missedBefore(clock)),
    takesAway: count((clock) => missedBefore(clock) && !missedAfter(clock)),
  };
};

const examplesOf = async (
  tx: Tx,
  changes: readonly MeasuredChange[],
  reader: PersonId,
): Promise<RolloutPreview['examples']> => {
  const urgent = changes
    .filter(({ clocks }) => clocks.length > 0)
    .toSorted((one, other) => Number(isMissed(other)) - Number(isMissed(one)))
    // a few more than are shown: some may be kept from whoever reads
    .slice(0, 5 * MOST_EXAMPLES);
  const named = await nameTicketsFor(
    tx,
    urgent.map(({ ticketId }) => ticketId),
    reader,
  );
  return urgent
    .flatMap(({ ticketId, clocks }) => {
      const ticket = named.find(({ id }) => id === ticketId);
      return ticket === undefined ? [] : { ...ticket, clocks: clocks.map(({ key: _key, ...clock }) => clock) };
    })
    .slice(0, MOST_EXAMPLES);
};

const isMissed = ({ clocks }: MeasuredChange): boolean => clocks.some(({ missed }) => missed);

/** What came of asking: the rollout that begins, or why none does. */
export type Started =
  | { ok: true; id: number }
  | { ok: false; code: 'not_found' | 'config_changed' | 'rollout_running' };

/** Begins to apply the active version to the open tickets there are; `by` null is whoever has a shell. */
export const startRollout = async (
  tx: Tx,
  { versionId, by, ...of }: RolloutOf & { versionId: VersionId | null; by: PersonId | null },
  now: Instant,
): Promise<Started> => {
  const active = await activeAndEarlier(tx, of);
  if (active === null) return { ok: false, code: 'not_found' };
  if (versionId !== null && versionId !== active.versionId) return { ok: false, code: 'config_changed' };
  await supersede(tx, of, active.versionId, now);
  const ids: TicketId[] = await ticketsInScope(tx, await scopeOf(tx, of.kind, active));
  const id = await addRollout(tx, { ...of, versionId: active.versionId, by, ids }, now);
  return id === null ? { ok: false, code: 'rollout_running' } : { ok: true, id };
};
