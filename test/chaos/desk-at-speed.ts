import type { OrganisationId, TeamId, VersionId } from '#core/ids.ts';
import { CLOCK_KINDS } from '#core/sla/policy.ts';
import { MINUTE, SECOND, type Instant } from '#core/time.ts';
import { databaseClock, type Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { Log } from '#server/platform/log.ts';
import type { Carrier } from '#server/platform/outbox/carrier.ts';
import type { Dispatch, Parcel } from '#server/ticket/deliver.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { addMember, addTeam, putMailbox } from '#server/people/add-store.ts';
import { addOrganisation } from '#server/people/organisation-store.ts';
import { putSettings } from '#server/queue/settings-store.ts';
import { publish } from '#server/sla/store.ts';
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

/** A desk with a second team that offers its tickets, and other policies and hours to change to. */
export interface ChaosDesk extends Desk {
  organisationId: OrganisationId;
  pushedTeamId: TeamId;
  otherPolicies: VersionId[];
  calendars: VersionId[];
}

/** The desk of this database, made the first time. A kill while it is made leaves nothing of it. */
export async function deskOf(db: Database): Promise<ChaosDesk> {
  await migrate(db, MIGRATIONS);
  return db.withTransaction(async (tx) => {
    await tx.query('lock table setting in exclusive mode');
    const { rows } = await tx.query<{ value: ChaosDesk }>(`select value from setting where name = 'chaos'`);
    if (rows[0] !== undefined) return rows[0].value;
    const now = await databaseClock.now(tx);
    const furnished = await furnish(tx, now, AT_SPEED);
    const desk = {
      ...furnished,
      organisationId: await addOrganisation(tx, { name: 'Kupac', tier: null }, now),
      ...(await addTeamThatPushes(tx, furnished, now)),
      ...(await addRules(tx, furnished, now)),
    };
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

async function addTeamThatPushes(tx: Tx, { petra, lea }: Desk, now: Instant): Promise<{ pushedTeamId: TeamId }> {
  const pushedTeamId = await addTeam(tx, 'Orders');
  for (const personId of [petra, lea]) await addMember(tx, pushedTeamId, personId, false);
  // as short as a team may say
  const offers = { mode: 'push', offerMs: 15 * SECOND, overflowTeamId: null, overflowAfterMs: MINUTE } as const;
  await putSettings(tx, pushedTeamId, { ...offers, answerMs: MINUTE, skills: [] }, now);
  return { pushedTeamId };
}

/** A policy of every kind of clock, in hours that are always open and in office hours. */
async function addRules(tx: Tx, { pathVersionId }: Desk, now: Instant) {
  const office: [string, string][] = [['09:00', '17:00']];
  const week = { mon: office, tue: office, wed: office, thu: office, fri: office };
  const calendars = [
    await publish(tx, { kind: 'calendar', name: 'Round', body: { timeZone: 'UTC', alwaysOpen: true } }, now),
    await publish(tx, { kind: 'calendar', name: 'Office', body: { timeZone: 'Europe/Zagreb', week } }, now),
  ];
  const each = 1.5 * SECOND;
  const targets = CLOCK_KINDS.map((kind) => ({
    kind,
    targetMs: { S1: each / 3, S2: each, S3: each, S4: 2 * each },
    calendarVersionId: calendars[0]!,
    pauseIn: kind === 'owner' || kind === 'answer' ? [] : ['on_hold' as const],
    warnPercents: [50, 80],
  }));
  const body = { targets, pathVersionId };
  return { calendars, otherPolicies: [await publish(tx, { kind: 'policy', name: 'Everything', body }, now)] };
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
