import { forecastQueue, type Owed, type QueueFacts } from '#core/queue/forecast.ts';
import { decideQueue, evolveQueue, type Queue } from '#core/queue/queue.ts';
import { compileCalendar } from '#core/sla/business-hours.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { zagreb } from './core.ts';

const compiled = compileCalendar({ timeZone: 'Europe/Zagreb', alwaysOpen: true });
if (!compiled.ok) throw new Error('the test calendar is invalid');
/** A Monday morning in Zagreb. */
export const NINE = zagreb('2026-11-23 09:00');
export const ALL_DAY = { from: NINE - DAY, until: NINE + DAY };
/** Two people who take ten minutes an answer, and an hour promised. */
export const facts = (changes: Partial<QueueFacts> = {}): QueueFacts => ({
  owed: [],
  arrivalsPerHour: 0,
  working: [[ALL_DAY], [ALL_DAY]],
  answerMs: 10 * MINUTE,
  promise: { hours: compiled.calendar, targetMs: HOUR },
  ...changes,
});

const CALM: Queue = { teamId: 1, seq: 0, pressure: 'calm', since: null, stoodStillAt: null };

/** Lives a day of arrivals minute by minute with people who answer as fast as assumed; what the queue says, and when. */
export function liveDay(arrivals: Instant[], people: number, from: Instant, minutes: number) {
  const working = Array.from({ length: people }, () => [{ from: from - DAY, until: from + 2 * DAY }]);
  let queue = CALM;
  let waiting: Owed[] = [];
  const said: { at: Instant; to: string }[] = [];
  let firstBreach: Instant | null = null;
  let free = 0;
  for (let now = from; now < from + minutes * MINUTE; now += MINUTE) {
    const came = arrivals.filter((at) => at > now - MINUTE && at <= now);
    waiting.push(...came.map((at, index) => ({ ticketId: at + index, dueAt: at + HOUR })));
    free += people / 10;
    while (free >= 1 && waiting.length > 0) {
      waiting = waiting.slice(1);
      free -= 1;
    }
    if (waiting.length === 0) free = Math.min(free, 1);
    firstBreach ??= waiting.find(({ dueAt }) => dueAt < now)?.dueAt ?? null;
    const recent = arrivals.filter((at) => at > now - 30 * MINUTE && at <= now).length;
    const forecast = forecastQueue(facts({ owed: waiting, arrivalsPerHour: recent * 2, working }), now);
    for (const event of decideQueue(queue, forecast)) {
      queue = evolveQueue(queue, event, now);
      said.push({ at: now, to: event.to });
    }
  }
  return { said, firstBreach };
}
