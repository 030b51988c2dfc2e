import { forecastQueue, type Forecast } from '#core/queue/forecast.ts';
import {
  decideQueue,
  evolveQueue,
  queueDueAt,
  type PressureChanged,
  type QueueEvent,
  type StoodStill,
} from '#core/queue/queue.ts';
import { decideStandstill } from '#core/queue/standstill.ts';
import { workingTimes } from '#core/queue/working.ts';
import type { PersonId, TeamId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { SYSTEM } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { handle, type Door } from '#server/ticket/handle.ts';
import { addFollowers } from '#server/ticket/follower-store.ts';
import { insertNoticesBeside, mailed } from '#server/ticket/notice-store.ts';
import { queueNoticeMails } from '#server/ticket/outbox-store.ts';
import { readRoster } from '#server/ticket/roster-read-store.ts';
import { readBreaks, readStandstill, readWork, writeQueue, type KeptQueue } from './forecast-store.ts';
import { wakeQueues } from './queue-store.ts';

/**
 * The one door to queues: forecasts one whose lock the caller has, writes what changed, and acts: the lead is told, the
 * ticket that would be late first climbs, help is asked for at once; and that nobody may be offered what waits is told to
 * the lead and to the team that helps.
 */
export async function handleQueue(tx: Tx, door: Door, kept: KeptQueue, now: Instant): Promise<QueueEvent[]> {
  const { mode, answerMs: _, overflowTeamId, ...before } = kept;
  const teams = new Set(overflowTeamId === null ? [kept.teamId] : [kept.teamId, overflowTeamId]);
  const none = { people: new Set<number>(), dutyLists: new Set<number>(), skills: new Set<number>() };
  const roster = await readRoster(tx, { teams, ...none }, now);
  const forecast = await forecastOf(tx, door, { kept, roster, now });
  const standstill = mode === 'push' ? await readStandstill(tx, kept.teamId) : null;
  const nextShiftAt = nextShiftOf(kept.teamId, roster);
  const changed = forecast === null ? [] : decideQueue(before, forecast);
  const events = [...changed, ...decideStandstill(before, standstill, { nextShiftAt, now })];
  let queue = before;
  const logged = events.map((event) => {
    queue = evolveQueue(queue, event, now);
    return { seq: queue.seq, at: now, event };
  });
  for (const { event, seq } of logged) {
    if (event.type === 'pressure_changed') await press(tx, door, { kept, event, seq, roster, now });
    else await standStill(tx, door, { kept, event, roster, now });
  }
  await writeQueue(tx, { queue, forecast, dueAt: queueDueAt(now) }, logged);
  if (mode === 'push' && changed.length > 0) await wakeQueues(tx, [kept.teamId], now);
  return events;
}

interface Seen {
  kept: KeptQueue;
  roster: RosterPerson[];
  now: Instant;
}

/** Null when nothing was ever asked of the team: there is nothing to go by. */
async function forecastOf(tx: Tx, { config }: Door, { kept, roster, now }: Seen): Promise<Forecast | null> {
  const { teamId, mode, answerMs } = kept;
  const { owed, arrivalsPerHour, policyVersionId } = await readWork(tx, teamId, now);
  if (policyVersionId === null) return null;
  await config.ensure(tx, [policyVersionId]);
  const target = config.policy(policyVersionId).targets.find(({ kind }) => kind === 'first_reply');
  if (target === undefined) return null;
  const promise = { hours: config.calendar(target.calendarVersionId).hours, targetMs: target.targetMs.S3 };
  const breaks = await readBreaks(tx, teamId);
  const working = roster
    .filter((person) => isOf(teamId, person))
    .map((person) => workingTimes(person, breaks.get(person.id) ?? [], mode, now));
  return forecastQueue({ owed, arrivalsPerHour, working, answerMs, promise }, now);
}

const isOf = (teamId: TeamId, { teamIds, tier }: RosterPerson): boolean => tier !== null && teamIds.includes(teamId);

/** When somebody's hours of the team next begin or end; null when nobody knows. */
const nextShiftOf = (teamId: TeamId, roster: RosterPerson[]): Instant | null => {
  const changes = roster.flatMap((person) => (isOf(teamId, person) ? (person.nextShiftChangeAt ?? []) : []));
  return changes.length === 0 ? null : Math.min(...changes);
};

const leadsOf = (teamId: TeamId | null, roster: RosterPerson[]): PersonId[] =>
  roster.flatMap(({ id, active, leadOf }) => (active && teamId !== null && leadOf.includes(teamId) ? id : []));

async function press(
  tx: Tx,
  door: Door,
  { kept: { teamId }, event, seq, roster, now }: Seen & { event: PressureChanged; seq: number },
): Promise<void> {
  const ticketId = event.forecast.firstLateTicketId;
  if (event.to === 'calm' || ticketId === null) return;
  if (event.to === 'overloaded') {
    const command: TicketCommand = { type: 'signal', kind: 'overload', evidence: [], confidence: 1 };
    await handle(tx, door, [{ ticketId, command, actor: SYSTEM, commandId: `overload:${teamId}:${seq}` }]);
  }
  const kind = event.to === 'warned' ? 'queue_warned' : 'queue_overloaded';
  await tell(tx, door, { ticketId, personIds: leadsOf(teamId, roster), kind, at: now });
}

/** Where nobody leads, whoever owns the paths hears it. */
async function standStill(
  tx: Tx,
  door: Door,
  { kept: { teamId, overflowTeamId }, event: { ticketId }, roster, now }: Seen & { event: StoodStill },
): Promise<void> {
  const helping = leadsOf(overflowTeamId, roster);
  const leads = [...new Set([...leadsOf(teamId, roster), ...helping])];
  const managers = roster.flatMap(({ id, active, role }) => (active && role === 'escalation_manager' ? id : []));
  // what they are told of they may see, though it is not with their team yet
  await addFollowers(tx, [{ ticketId, effect: { type: 'follow', personIds: helping, why: 'told' } }]);
  await tell(tx, door, {
    ticketId,
    personIds: leads.length > 0 ? leads : managers,
    kind: 'queue_stood_still',
    at: now,
  });
}

async function tell(tx: Tx, door: Door, told: Parameters<typeof insertNoticesBeside>[1]): Promise<void> {
  await insertNoticesBeside(tx, told);
  await queueNoticeMails(tx, door, await mailed(tx, told.personIds, []), told.at);
}
