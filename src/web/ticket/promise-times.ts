import { instantOf, wallOf } from '#web/app/wall-time.ts';

const HOUR = 3_600_000;
/** When a working day has begun for whoever wrote before it. */
const MORNING = '10:00';
const AFTERNOON = '16:00';
const DAYS_AHEAD = 3;

/** Full hours soon, and the coming mornings and afternoons, by the clock of `zone`: earliest first, each once. */
export function promiseTimes(now: number, zone: string | undefined): number[] {
  const soon = [1, 2, 4].map((hours) => fullHour(now + hours * HOUR, zone));
  const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, day) => wallOf(now + day * 24 * HOUR, zone).slice(0, 10));
  const ahead = days.flatMap((day) => [MORNING, AFTERNOON].map((hour) => instantOf(`${day}T${hour}`, zone)));
  const times = [...soon, ...ahead].filter((at) => at !== null && at > now + HOUR / 2) as number[];
  return [...new Set(times)].toSorted((one, other) => one - other);
}

function fullHour(at: number, zone: string | undefined): number | null {
  const wall = wallOf(at, zone);
  if (wall.endsWith(':00')) return instantOf(wall, zone);
  return instantOf(`${wallOf(at + HOUR, zone).slice(0, 13)}:00`, zone);
}
