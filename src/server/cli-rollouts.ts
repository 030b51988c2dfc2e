import { ROLLOUT_KINDS, type Rollout } from '#contract/rollout.ts';
import { CommandFailed, inDatabase } from '#server/cli-place.ts';
import { momentWords } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';
import type { Instant } from '#core/time.ts';
import { databaseClock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { ConfigChange } from '#server/sla/config-apply.ts';
import { sectionOf } from '#server/sla/config-file.ts';
import { startRollout } from '#server/sla/rollout.ts';
import { endRollout, findRollout, listRollouts } from '#server/sla/rollout-store.ts';

/** Begins to apply what a file changed to open tickets; a line about each. */
export const rollOut = async (tx: Tx, say: Say, changes: readonly ConfigChange[], now: Instant): Promise<string[]> => {
  const lines: string[] = [];
  for (const change of changes) {
    const kind = ROLLOUT_KINDS.find((each) => each === change.kind);
    if (kind === undefined || !isItsOwn(change, changes)) continue;
    const started = await startRollout(tx, { kind, name: change.name, versionId: null, by: null }, now);
    if (!started.ok) throw new Error(`${kind} ${change.name} cannot be applied: ${started.code}`);
    const { progress } = (await findRollout(tx, started.id))!;
    lines.push(say('cli.rollouts.begun', { name: sectionOf(change), count: progress.of, id: started.id }));
  }
  return lines;
};

/** New hours reach open tickets by their calendar: a policy that was renewed for them brings nothing else. */
const isItsOwn = ({ what, uses }: ConfigChange, changes: readonly ConfigChange[]): boolean =>
  what !== 'renewed' ||
  uses.some(({ kind, name }) =>
    changes.some((each) => kind === 'path' && each.kind === 'path' && each.name === name && each.what !== 'renewed'),
  );

/** `belay config rollouts`: what is applied to open tickets and how far it is; with an id, stops that one. */
export const tellRollouts = (say: Say, tell: (text: string) => void, cancel: string | null): Promise<number> =>
  inDatabase(say, async (db) => {
    if (cancel !== null) {
      const isEnded = await db.withTransaction(async (tx) =>
        endRollout(tx, Number(cancel), 'cancelled', await databaseClock.now(tx)),
      );
      if (!isEnded) throw new CommandFailed(say('cli.rollouts.not_running', { id: cancel }));
    }
    const rollouts = await listRollouts(db);
    if (rollouts.length === 0) tell(say('cli.rollouts.none'));
    const moment = momentWords(say.locale, Intl.DateTimeFormat().resolvedOptions().timeZone)!;
    for (const rollout of rollouts) tell(say(`cli.rollouts.${rollout.state}`, wordsOf(say, rollout, moment)));
    return 0;
  });

const wordsOf = (say: Say, rollout: Rollout, moment: (at: Instant) => string): Record<string, string | number> => {
  const { id, version, askedBy, askedAt, progress, changed, missed } = rollout;
  const by = askedBy?.name ?? say('cli.rollouts.file');
  return { id, version, name: sectionOf(rollout), ...progress, changed, missed, by, at: moment(askedAt) };
};
