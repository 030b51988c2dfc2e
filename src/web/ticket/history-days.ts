import type { LoggedEventView } from '#contract/ticket.ts';

/** Fewer of the same in a row are shown one by one. */
const FOLDED_FROM = 3;

/** The same thing said by the same actor some times in a row, newest first; most often once. */
export type HistoryRun = readonly [LoggedEventView, ...LoggedEventView[]];

/** One day of a history, by an instant of it. */
export interface HistoryDay {
  at: number;
  runs: HistoryRun[];
}

/**
 * A log (oldest first) by day, newest first; what says the same again and again, as a last resort that is called every
 * half hour of a night, is one run. The reader's words and zone decide.
 */
export function historyDays(
  events: readonly LoggedEventView[],
  reader: { say: (event: LoggedEventView) => string; sameDay: (a: number, b: number) => boolean },
): HistoryDay[] {
  const days: { at: number; runs: { words: string; events: [LoggedEventView, ...LoggedEventView[]] }[] }[] = [];
  for (const event of events.toReversed()) {
    let day = days.at(-1);
    if (day === undefined || !reader.sameDay(day.at, event.at)) days.push((day = { at: event.at, runs: [] }));
    const words = reader.say(event);
    const run = day.runs.at(-1);
    const [newest] = run?.events ?? [];
    if (run?.words === words && newest?.actor?.id === event.actor?.id) run.events.push(event);
    else day.runs.push({ words, events: [event] });
  }
  return days.map(({ at, runs }) => ({
    at,
    runs: runs.flatMap((run): HistoryRun[] =>
      run.events.length < FOLDED_FROM ? run.events.map((event) => [event] as const) : [run.events],
    ),
  }));
}
