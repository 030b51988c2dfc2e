import { SECOND } from '#core/time.ts';
import { databaseClock, type Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { Log } from '#server/platform/log.ts';
import type { Carrier } from '#server/platform/outbox/carrier.ts';
import type { Dispatch, Parcel } from '#server/ticket/deliver.ts';
import { putMailbox } from '#server/people/add-store.ts';
import { doorWith, furnish, type Desk, type Pace } from '#test/harness/desk.ts';
import { ADDRESS } from './input.ts';

/** Everything happens within seconds, so that every kill finds something due. */
export const AT_SPEED: Pace = {
  targetMs: 0.4 * SECOND,
  waitMs: 0.3 * SECOND,
  lastResortEveryMs: 2 * SECOND,
  remindAfterMs: 1 * SECOND,
  confirmWithinMs: 1 * SECOND,
};

const MIGRATIONS = `${import.meta.dirname}/../../migrations`;

/** The desk of this database, made the first time. A kill while it is made leaves nothing of it. */
export async function deskOf(db: Database): Promise<Desk> {
  await migrate(db, MIGRATIONS);
  return db.withTransaction(async (tx) => {
    await tx.query('lock table setting in exclusive mode');
    const { rows } = await tx.query<{ value: Desk }>(`select value from setting where name = 'chaos'`);
    if (rows[0] !== undefined) return rows[0].value;
    const desk = await furnish(tx, await databaseClock.now(tx), AT_SPEED);
    await putMailbox(tx, {
      address: ADDRESS,
      name: 'Help',
      teamId: desk.teamId,
      policyName: 'Standard',
      topic: 'general',
      severity: 'S3',
      language: 'en',
    });
    await tx.query(`insert into setting (name, value) values ('chaos', $1)`, [JSON.stringify(desk)]);
    return desk;
  });
}

/** What the last victim left unsent goes into the catcher's table. */
export function dispatchOf(db: Database, log: Log, clock: Clock, carrier: Carrier): Dispatch<Parcel> {
  return {
    db,
    log,
    door: doorWith(clock, carrier),
    post: {
      compose: async (_, parcel) => parcel,
      mailer: {
        kind: 'catcher',
        keep: async (tx, parcel, mail, now) => {
          await tx.query(
            `insert into caught_mail (outbox_id, at, mail_from, rcpt_to, subject, body_text, raw)
             values ($1, $2, 'desk@desk.example', '{}', $3, $4, '')`,
            [parcel.outboxId, toTimestamp(now), mail.kind, mail.mailMessageId],
          );
        },
      },
    },
  };
}
