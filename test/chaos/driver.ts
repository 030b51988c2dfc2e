import { randomInt, randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged, Input, Outcome } from './input.ts';

const ACTORS = 5;
const MOST_LIVE = 150;
/** Relative, so that tickets come and go at the same rate. */
const MIX: [Input['what'], number][] = [
  ['open', 20],
  ['write', 15],
  ['reply', 15],
  ['note', 20],
  ['escalate', 10],
  ['acknowledge', 20],
  ['solve', 15],
];

/** People who act, and repeat what was not acknowledged until it is: with the same id. */
export interface Driver {
  acknowledged(): number;
  /** How often an input had to be repeated. */
  repeats(): number;
  /** Lets every input in flight be acknowledged. */
  stop(): Promise<void>;
}

/** `port` is asked anew for each try: the victim comes back on another one. */
export function startDriver(journal: string, port: () => number): Driver {
  let stopping = false;
  let acknowledged = 0;
  let repeats = 0;
  const live: number[] = [];

  const live1 = (): number | null => (live.length === 0 ? null : live[randomInt(live.length)]!);
  const ask = async (input: Input): Promise<Outcome> => {
    for (;;) {
      try {
        const reply = await fetch(`http://127.0.0.1:${port()}/`, {
          method: 'POST',
          body: JSON.stringify(input),
          signal: AbortSignal.timeout(5_000),
        });
        if (reply.ok) return (await reply.json()) as Outcome;
      } catch {
        // it was killed, or is not there yet: nobody can say whether it did what was asked
      }
      repeats += 1;
      await sleep(randomInt(5, 60));
    }
  };
  const work = async (): Promise<void> => {
    while (!stopping) {
      const ticketId = live1();
      const what = ticketId === null ? 'open' : choose();
      if (what === 'open' && live.length > MOST_LIVE) continue;
      const input: Input = { commandId: randomUUID(), what, ticketId: what === 'open' ? null : ticketId };
      const outcome = await ask(input);
      appendFileSync(journal, `${JSON.stringify({ ...input, ...outcome })}\n`);
      acknowledged += 1;
      if (what === 'open') live.push(outcome.ticketId);
      if (what === 'solve') live.splice(live.indexOf(outcome.ticketId), 1);
      await sleep(randomInt(0, 40));
    }
  };
  const working = Array.from({ length: ACTORS }, work);
  return {
    acknowledged: () => acknowledged,
    repeats: () => repeats,
    async stop() {
      stopping = true;
      await Promise.all(working);
    },
  };
}

function choose(): Input['what'] {
  let place = randomInt(MIX.reduce((sum, [, weight]) => sum + weight, 0));
  for (const [what, weight] of MIX) {
    place -= weight;
    if (place < 0) return what;
  }
  return 'note';
}

/** Everything that was acknowledged, in order. */
export function readJournal(journal: string): Acknowledged[] {
  return readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Acknowledged);
}
