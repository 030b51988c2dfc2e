import type { CDPSession } from 'playwright-core';
import { spreadOf, type Spread } from './spread.ts';

interface TraceEvent {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  /** Time on the processor, not time that passed. */
  tdur?: number;
  args?: { data?: { type?: string } };
}

const TASK = 'ThreadControllerImpl::RunTask';
const TRACED = ['devtools.timeline', 'toplevel', 'blink.user_timing'];
/** The mark of what was awaited. */
export const DRAWN = 'bench: drawn';

/** What the browser traces while `act` runs. Looking on costs a little itself. */
async function trace(cdp: CDPSession, act: () => Promise<unknown>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const take = ({ value }: { value: unknown[] }): void => void events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', take);
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: TRACED } });
  await act();
  const complete = new Promise((resolve) => {
    cdp.once('Tracing.tracingComplete', resolve);
  });
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', take);
  return events.toSorted((a, b) => a.ts - b.ts);
}

/**
 * What the page's main thread computes from each key that `press` presses until the first that `isEnd` says, in
 * milliseconds on the processor: other work of the machine does not count.
 */
async function cpuFromKeys(
  cdp: CDPSession,
  press: () => Promise<unknown>,
  isEnd: (event: TraceEvent) => boolean,
): Promise<Spread> {
  const events = await trace(cdp, press);
  const keys = events.filter((one) => one.name === 'EventDispatch' && one.args?.data?.type === 'keydown');
  const [first] = keys;
  const onMain = events.filter((one) => one.pid === first?.pid && one.tid === first.tid);
  const tasks = onMain.filter((one) => one.ph === 'X' && one.name === TASK);
  const ends = onMain.filter(isEnd);
  return spreadOf(
    keys.flatMap(({ ts }) => {
      const end = ends.find((one) => one.ts > ts);
      return end === undefined ? [] : [cpuBetween(tasks, ts, end.ts + (end.dur ?? 0))];
    }),
  );
}

/** Until the next frame is made. */
export const cpuToFrame = (cdp: CDPSession, press: () => Promise<unknown>): Promise<Spread> =>
  cpuFromKeys(cdp, press, (one) => one.ph === 'X' && one.name === 'Layerize');

/** Until what is awaited was drawn, as the page itself marks it. */
export const cpuToDrawn = (cdp: CDPSession, press: () => Promise<unknown>): Promise<Spread> =>
  cpuFromKeys(cdp, press, (one) => one.name === DRAWN);

/** Milliseconds on the processor between two moments; of a task that only begins or ends there, its part. */
function cpuBetween(tasks: readonly TraceEvent[], from: number, to: number): number {
  const parts = tasks.map(({ ts, dur = 1, tdur = 0 }) => {
    const within = Math.min(to, ts + dur) - Math.max(from, ts);
    return within <= 0 ? 0 : tdur * Math.min(1, within / Math.max(1, dur));
  });
  return parts.reduce((sum, part) => sum + part, 0) / 1_000;
}
