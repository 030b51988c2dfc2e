import type { TicketId } from '#core/ids.ts';
import { SECOND, type Duration, type Instant } from '#core/time.ts';
import { putMailbox } from '#server/people/add-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { findVersion } from '#server/sla/config-draft-store.ts';
import { readActive } from '#server/sla/config-read-store.ts';
import { activeVersion, publish, type MatrixBody, type PathBody, type PolicyBody } from '#server/sla/store.ts';

/** Mail to this mailbox climbs fast, and is about this. */
const LOCAL_PART = 'climb';

/**
 * Makes the address `demo climb` writes to: a mailbox beside the first one, with copies of that one's policy and path
 * whose waits are `speed` times shorter, on hours that are always open, so that it climbs at night as well. The clock is
 * everybody's. Where a matrix chooses, its first row gives them to what is about the climb, and to nothing else. Copies
 * that are there already are used again. null when there is no mailbox to take after.
 */
export const prepareClimb = async (tx: Tx, speed: number, now: Instant): Promise<{ address: string } | null> => {
  const { rows } = await tx.query<{ address: string; team_id: number; policy_name: string }>(
    `select address, team_id, policy_name from mailbox
     where active and split_part(address, '@', 1) <> $1 order by id limit 1`,
    [LOCAL_PART],
  );
  const model = rows[0];
  if (model === undefined) return null;
  const policyName = await scaledPolicy(tx, model.policy_name, speed, now);
  const address = `${LOCAL_PART}@${model.address.split('@')[1]}`;
  await chooseFor(tx, LOCAL_PART, policyName, now);
  const mailbox = { address, name: 'Climb', teamId: model.team_id, policyName, topic: LOCAL_PART } as const;
  await putMailbox(tx, { ...mailbox, severity: 'S3', language: 'en' });
  return { address };
};

/** The active matrix, if there is one, with a first row that gives `topic` this policy. */
const chooseFor = async (tx: Tx, topic: string, policy: string, now: Instant): Promise<void> => {
  for (const { name, ...active } of await readActive(tx, 'matrix')) {
    const body = active.body as MatrixBody;
    if (body.rows[0]?.id === topic && body.rows[0].plan.policy === policy) continue;
    const others = body.rows.filter(({ id }) => id !== topic);
    const row = { id: topic, when: { topics: [topic] }, plan: { policy } };
    await publish(tx, { kind: 'matrix', name, body: { ...body, rows: [row, ...others] } }, now);
  }
};

const scaledPolicy = async (tx: Tx, name: string, speed: number, now: Instant): Promise<string> => {
  const scaledName = `${name} × ${speed}`;
  if ((await activeVersion(tx, 'policy', scaledName)) !== null) return scaledName;
  const policy = await readBody<PolicyBody>(tx, await mustBeActive(tx, name));
  const path = await readBody<PathBody>(tx, policy.body.pathVersionId);
  const hours = { kind: 'calendar', name: 'Always', body: { timeZone: 'UTC', alwaysOpen: true } } as const;
  const calendarVersionId = await publish(tx, hours, now);
  const shorter = (length: Duration): Duration => Math.max(SECOND, Math.round(length / speed));
  const pathBody: PathBody = {
    ...path.body,
    calendarVersionId,
    steps: path.body.steps.map((step) => ({ ...step, waitMs: shorter(step.waitMs) })),
    remindAfterMs: shorter(path.body.remindAfterMs),
    confirmWithinMs: shorter(path.body.confirmWithinMs),
    lastResortEveryMs: shorter(path.body.lastResortEveryMs),
  };
  const pathVersionId = await publish(tx, { kind: 'path', name: `${path.name} × ${speed}`, body: pathBody }, now);
  const targets = policy.body.targets.map((target) => ({
    ...target,
    calendarVersionId,
    targetMs: {
      S1: shorter(target.targetMs.S1),
      S2: shorter(target.targetMs.S2),
      S3: shorter(target.targetMs.S3),
      S4: shorter(target.targetMs.S4),
    },
  }));
  await publish(tx, { kind: 'policy', name: scaledName, body: { targets, pathVersionId } }, now);
  return scaledName;
};

const mustBeActive = async (tx: Tx, name: string): Promise<number> => {
  const version = await activeVersion(tx, 'policy', name);
  if (version === null) throw new Error(`there is no policy ${name}`);
  return version;
};

const readBody = async <Body>(tx: Tx, versionId: number): Promise<{ name: string; body: Body }> => {
  const { name, body } = (await findVersion(tx, versionId))!;
  return { name, body: body as Body };
};

/** The ticket a mail became, by its Message-ID (without angle brackets); null as long as it has not. */
export const ticketOfMail = async (
  db: Tx,
  messageId: string,
): Promise<{ ticketId: TicketId; number: number } | null> => {
  const { rows } = await db.query<{ ticketId: TicketId; number: number }>(
    `select i.ticket_id as "ticketId", t.number from intake i join ticket t on t.id = i.ticket_id
     where i.message_id = $1 order by i.id limit 1`,
    [messageId],
  );
  return rows[0] ?? null;
};
