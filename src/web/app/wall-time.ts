const MINUTE = 60_000;

/** What a clock of that zone says (without one, the browser's), as a field for date and time has it: `2026-11-22T14:05`. */
export function wallOf(at: number, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** How far a clock there is ahead of UTC. */
const aheadMs = (at: number, zone: string | undefined): number =>
  Date.parse(`${wallOf(at, zone)}Z`) - Math.floor(at / MINUTE) * MINUTE;

/**
 * The moment at which a clock of that zone says so, whole minutes; null when it is no date and time. Of an hour that comes
 * twice it is one, of an hour that never comes one just beside it.
 */
export function instantOf(wall: string, zone: string | undefined): number | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const guess = asUtc - aheadMs(asUtc, zone);
  return asUtc - aheadMs(guess, zone);
}
