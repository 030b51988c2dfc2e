import { forecastQueue, type Forecast } from '#core/queue/forecast.ts';
import { decideQueue, evolveQueue, queueDueAt, type QueueEvent } from '#core/queue/queue.ts';
import { workingTimes } from '#core/queue/working.ts';
import { SYSTEM } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { handle, type Door } from '#server/ticket/handle.ts';
import { insertNotices, mailed } from '#server/ticket/notice-store.ts';
import { queueNoticeMails } from '#server/ticket/outbox-store.ts';
import { readRoster } from '#server/ticket/roster-read-store.ts';
import { readBreaks, readLeads, readWork, writeQueue, type KeptQueue } from './forecast-store.ts';
import { wakeQueues } from './queue-store.ts';

/**
 * The one door to queues: forecasts one whose lock the caller has, writes what changed, and acts: the lead is told, the
 * ticket that would be late first climbs, and help is asked for at once.
 */
export async function handleQueue(tx: Tx, door: Door, kept: KeptQueue, now: Instant): Promise<QueueEvent[]> {
  const { mode, answerMs: _, ...before } = kept;
  const forecast = await forecastOf(tx, door, kept, now);
  const events = forecast === null ? [] : decideQueue(before, forecast);
  let queue = before;
  const logged = events.map((event) => {
    queue = evolveQueue(queue, event, now);
    return { seq: queue.seq, at: now, event };
  });
  for (const { event, seq } of logged) await act(tx, door, kept, { event, seq, now });
  await writeQueue(tx, { queue, forecast, dueAt: queueDueAt(now) }, logged);
  if (mode === 'push' && events.length > 0) await wakeQueues(tx, [kept.teamId], now);
  return events;
}

/** Null when nothing was ever asked of the team: there is nothing to go by. */
async function forecastOf(
  tx: Tx,
  { config }: Door,
  { teamId, mode, answerMs }: KeptQueue,
  now: Instant,
): Promise<Forecast | null> {
  const { owed, arrivalsPerHour, policyVersionId } = await readWork(tx, teamId, now);
  if (policyVersionId === null) return null;
  await config.ensure(tx, [policyVersionId]);
  const target = config.policy(policyVersionId).targets.find(({ kind }) => kind === 'first_reply');
  if (target === undefined) return null;
  const promise = { hours: config.calendar(target.calendarVersionId).hours, targetMs: target.targetMs.S3 };
  const none = { people: new Set<number>(), dutyLists: new Set<number>(), skills: new Set<number>() };
  const roster = await readRoster(tx, { teams: new Set([teamId]), ...none }, now);
  const breaks = await readBreaks(tx, teamId);
  const working = roster
    .filter(({ teamIds, tier }) => tier !== null && teamIds.includes(teamId))
    .map((person) => workingTimes(person, breaks.get(person.id) ?? [], mode, now));
  return forecastQueue({ owed, arrivalsPerHour, working, answerMs, promise }, now);
}

async function act(
  tx: Tx,
  door: Door,
  { teamId }: KeptQueue,
  { event, seq, now }: { event: QueueEvent; seq: number; now: Instant },
): Promise<void> {
  const ticketId = event.forecast.firstLateTicketId;
  if (event.to === 'calm' || ticketId === null) return;
  if (event.to === 'overloaded') {
    const command: TicketCommand = { type: 'signal', kind: 'overload', evidence: [], confidence: 1 };
    await handle(tx, door, [{ ticketId, command, actor: SYSTEM, commandId: `overload:${teamId}:${seq}` }]);
  }
  const leads = await readLeads(tx, teamId);
  const kind = event.to === 'warned' ? 'queue_warned' : 'queue_overloaded';
  // no event of the ticket's own: those count up, a queue's count down
  const notice = { ticket_id: ticketId, event_seq: -seq, kind, at: now };
  await insertNotices(
    tx,
    leads.map((person_id) => ({ ...notice, person_id })),
  );
  await queueNoticeMails(tx, door, await mailed(tx, leads, []), now);
}
