import type { Policy } from '#core/sla/policy.ts';
import { SECOND, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { endRollout } from '#server/sla/rollout-store.ts';
import { startRollout } from '#server/sla/rollout.ts';
import { publish } from '#server/sla/store.ts';
import type { ChaosDesk } from './desk-at-speed.ts';

const NAME = 'Standard';

/** Puts a new version of the policy in force and begins to apply it to every open ticket, by somebody who does nothing else. */
export async function beginRollout(tx: Tx, desk: ChaosDesk, now: Instant): Promise<string | null> {
  const { rows } = await tx.query<{ body: Pick<Policy, 'targets' | 'pathVersionId'> }>(
    `select v.body from config_active a join config_version v on v.id = a.version_id where a.kind = 'policy' and a.name = $1`,
    [NAME],
  );
  const { targets, ...rest } = rows[0]!.body;
  // now a little more time, now a little less: something changes for each ticket
  const more = (each: number): number => (each > 0.4 * SECOND ? each - 0.1 * SECOND : each + 0.1 * SECOND);
  const changed = targets.map((target) => {
    const { S1, S2, S3, S4 } = target.targetMs;
    return { ...target, targetMs: { S1: more(S1), S2: more(S2), S3: more(S3), S4: more(S4) } };
  });
  await publish(tx, { kind: 'policy', name: NAME, body: { ...rest, targets: changed } as never }, now);
  const started = await startRollout(tx, { kind: 'policy', name: NAME, versionId: null, by: desk.ivana }, now);
  return started.ok ? null : started.code;
}

/** Ends the newest rollout that runs; where none does, one that it begins itself. */
export async function cancelRollout(tx: Tx, desk: ChaosDesk, now: Instant): Promise<string | null> {
  const id =
    (await newestRunning(tx)) ?? ((await beginRollout(tx, desk, now)) === null ? await newestRunning(tx) : null);
  return id !== null && (await endRollout(tx, id, 'cancelled', now)) ? null : 'rollout_over';
}

async function newestRunning(tx: Tx): Promise<number | null> {
  const { rows } = await tx.query<{ id: number | null }>(`select max(id) as id from rollout where state = 'running'`);
  return rows[0]!.id;
}

/** Whether a rollout has begun and is not through. */
export const AMID = `exists (select from rollout where state = 'running' and done > 0 and done < tickets)`;

/** Each rollout ended, came to what it says, and did nothing twice, however often it was broken off. */
export async function faultsOfRollouts(db: Tx): Promise<string[]> {
  const { rows } = await db.query<{
    id: number;
    state: string;
    done: number;
    tickets: number;
    changed: number;
    failed: number;
    left: number;
    applied: number;
  }>(
    `select r.id, r.state, r.done, r.tickets, r.changed, r.failed,
       (select count(*) from rollout_ticket t where t.rollout_id = r.id) as left,
       (select count(*) from ticket_event e where e.type = 'policy_applied' and e.actor_id = r.asked_by
          and (e.body ->> 'to')::bigint = r.version_id) as applied
     from rollout r`,
  );
  return rows.flatMap(({ id, state, done, tickets, changed, failed, left, applied }) => {
    const says = `rollout ${id} is ${state}, came to ${done} of ${tickets}, changed ${changed}, failed ${failed}`;
    const isWhole = state === 'done' ? done === tickets : done <= tickets;
    return state !== 'running' && isWhole && failed === 0 && left === 0 && changed === applied
      ? []
      : `${says}, and ${applied} tickets say so (${left} left)`;
  });
}
