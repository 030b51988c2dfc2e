import type { Path } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** Whose turn it was. */
export interface Turn {
  rotation_id: string;
  person_id: PersonId;
  at: Instant;
}

/** The rotations that the steps of these paths call. */
export function rotationsOf(paths: Iterable<Path>): string[] {
  const targets = [...paths].flatMap(({ steps }) => steps.flatMap((step) => step.targets));
  return [...new Set(targets.flatMap((target) => (target.type === 'rotation' ? target.rotationId : [])))];
}

/** Who was called last in each of these rotations; asks nothing when there is none. */
export async function readTurns(tx: Tx, rotationIds: string[]): Promise<Map<string, PersonId>> {
  if (rotationIds.length === 0) return new Map();
  const { rows } = await tx.query<Turn>({
    name: 'rotation_turns',
    text: 'select rotation_id, person_id from rotation_turn where rotation_id = any($1)',
    values: [rotationIds],
  });
  return new Map(rows.map((row) => [row.rotation_id, row.person_id]));
}

const turn = recordset<Turn>({ rotation_id: 'text', person_id: 'bigint', at: 'timestamptz' });

// in the order of ids, so that two transactions that take the same turns wait instead of deadlocking
const TAKE = `insert into rotation_turn as t (${turn.columns}) select * from ${turn.source} order by r.rotation_id
  on conflict (rotation_id) do update set person_id = excluded.person_id, at = excluded.at where t.at <= excluded.at`;

/** Remembers the newest turn of each rotation. */
export async function takeTurns(tx: Tx, turns: Turn[]): Promise<void> {
  const newest = [...new Map(turns.map((each) => [each.rotation_id, each])).values()];
  if (newest.length > 0) await tx.query({ name: 'rotation_take', text: TAKE, values: [turn.json(newest)] });
}
