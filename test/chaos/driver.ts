import { randomInt, randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMail, type Acknowledged, type Input, type Outcome } from './input.ts';
import { sendMail } from './mail.ts';

const ACTORS = 5;
const MOST_LIVE = 150;
/** Tickets by mail climb until the end: nobody solves them. */
const MOST_MAILS = 200;
/** Relative, so that tickets come and go at the same rate. */
const MIX: [Input['what'], number][] = [
  ['mail', 8],
  ['answer', 8],
  ['open', 15],
  ['write', 8],
  ['reply', 15],
  ['note', 20],
  ['escalate', 10],
  ['acknowledge', 20],
  ['solve', 12],
  ['withdraw', 8],
  ['severity', 4],
  ['tags', 4],
  ['return', 5],
  ['hand_back', 5],
];

/** Where the victim listens now; it comes back on other ports. */
export interface Ports {
  door: number;
  smtp: number;
}

/** People who act, and repeat what was not acknowledged until it is: with the same id. */
export interface Driver {
  acknowledged(): number;
  /** How often an input had to be repeated. */
  repeats(): number;
  /** Lets every input in flight be acknowledged. */
  stop(): Promise<void>;
}

/** `ports` is asked anew for each try. */
export function startDriver(journal: string, ports: () => Ports): Driver {
  let stopping = false;
  let acknowledged = 0;
  let repeats = 0;
  const live: number[] = [];
  const mails: string[] = [];
  /** Where a reply may still be held. */
  let answered: number | null = null;

  const next = (): { input: Input; answers: string | null } => {
    const what = choose();
    const commandId = randomUUID();
    if (what === 'mail' && mails.length < MOST_MAILS)
      return { input: { commandId, what, ticketId: null }, answers: null };
    if (what === 'answer' && mails.length > 0) {
      return { input: { commandId, what, ticketId: null }, answers: mails[randomInt(mails.length)]! };
    }
    if (live.length === 0 || (what === 'open' && live.length < MOST_LIVE)) {
      return { input: { commandId, what: 'open', ticketId: null }, answers: null };
    }
    const act = isMail({ what }) || what === 'open' ? 'note' : what;
    const anyone = live[randomInt(live.length)]!;
    const ticketId = act === 'withdraw' ? (answered ?? anyone) : anyone;
    return { input: { commandId, what: act, ticketId }, answers: null };
  };
  const ask = async (input: Input, answers: string | null): Promise<Outcome> => {
    for (;;) {
      try {
        if (!isMail(input)) return await askDoor(ports().door, input);
        await sendMail(ports().smtp, input.commandId, answers);
        return { ticketId: null, refusal: null };
      } catch {
        // it was killed, or is not there yet: nobody can say whether it did what was asked
      }
      repeats += 1;
      await sleep(randomInt(5, 60));
    }
  };
  const work = async (): Promise<void> => {
    while (!stopping) {
      const { input, answers } = next();
      const outcome = await ask(input, answers);
      appendFileSync(journal, `${JSON.stringify({ ...input, ...outcome })}\n`);
      acknowledged += 1;
      if (input.what === 'reply' && outcome.refusal === null) answered = outcome.ticketId;
      if (input.what === 'mail') mails.push(input.commandId);
      if (input.what === 'open') live.push(outcome.ticketId!);
      if (input.what === 'solve') live.splice(live.indexOf(outcome.ticketId!), 1);
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

async function askDoor(port: number, input: Input): Promise<Outcome> {
  const reply = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(5_000),
  });
  if (!reply.ok) throw new Error(await reply.text());
  return (await reply.json()) as Outcome;
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
