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
const TRACED = ['devtools.timeline', 'toplevel'];

/**
 * What the page's main thread computes from each key that `press` presses until its frame is made, in milliseconds on the
 * processor: other work of the machine does not count. Looking on costs a little itself.
 */
export async function cpuToFrame(cdp: CDPSession, press: () => Promise<unknown>): Promise<Spread> {
  const events: TraceEvent[] = [];
  const take = ({ value }: { value: unknown[] }): void => void events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', take);
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: TRACED } });
  await press();
  const complete = new Promise((resolve) => {
    cdp.once('Tracing.tracingComplete', resolve);
  });
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', take);

  const keys = events.filter((one) => one.name === 'EventDispatch' && one.args?.data?.type === 'keydown');
  const [first] = keys;
  const onMain = events.filter((one) => one.ph === 'X' && one.pid === first?.pid && one.tid === first.tid);
  const tasks = onMain.filter((one) => one.name === TASK);
  const frames = onMain.filter((one) => one.name === 'Layerize').toSorted((a, b) => a.ts - b.ts);
  return spreadOf(
    keys.flatMap(({ ts }) => {
      const frame = frames.find((one) => one.ts > ts);
      return frame === undefined ? [] : [cpuBetween(tasks, ts, frame.ts + (frame.dur ?? 0))];
    }),
  );
}

/** Milliseconds on the processor between two moments; of a task that only begins or ends there, its part. */
function cpuBetween(tasks: readonly TraceEvent[], from: number, to: number): number {
  const parts = tasks.map(({ ts, dur = 1, tdur = 0 }) => {
    const within = Math.min(to, ts + dur) - Math.max(from, ts);
    return within <= 0 ? 0 : tdur * Math.min(1, within / Math.max(1, dur));
  });
  return parts.reduce((sum, part) => sum + part, 0) / 1_000;
}
