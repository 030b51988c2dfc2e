import { randomInt, randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketId } from '#core/ids.ts';
import { isApart, isMail, isOfTwo, type Acknowledged, type Input, type Outcome, type What } from './input.ts';
import { KINDS } from './kinds.ts';
import { sendBounce, sendMail } from './mail.ts';

const ACTORS = 5;
const MOST_LIVE = 150;
/** Tickets by mail climb until the end: nobody solves them. */
const MOST_MAILS = 200;
/** Of so many inputs one is of the kind that was done least often so far: chance alone would leave some out. */
const ONE_RARE_OF = 3;
/** A database that was killed is back before the same input has thrown so often. */
const MOST_THROWN = 2_000;

/** Where the victim listens now; it comes back on other ports. */
export interface Ports {
  door: number;
  smtp: number;
}

/** People who act, and repeat what was not acknowledged until it is: with the same id. */
export interface Driver {
  acknowledged(): number;
  /** How often each kind was asked for and not refused. */
  done: Map<What, number>;
  /** How often an input had to be repeated. */
  repeats(): number;
  /** How many inputs of each kind a kill broke into: nobody can say whether they were done. */
  brokenInto: Map<What, number>;
  /** Asks for nothing but this from now on; null = as before. */
  prefer(what: What | null): void;
  /** Whether an answer to such an input is awaited. */
  isAsking(what: What): boolean;
  /** Lets every input in flight be acknowledged. */
  stop(): Promise<void>;
}

/** What is sent by mail, of input and answer; or what came back. */
interface Next {
  input: Input;
  /** The mail before it that an answer names; of a bounce, the mail of ours that comes back. */
  about: string | null;
}

/** After these a ticket is there to be acted on that was not before. */
const OPENS = new Set<What>(['unmerge', 'split', 'restore']);

const WEIGHTED = [...KINDS].flatMap(([what, kind]) => ('weight' in kind ? Array<What>(kind.weight).fill(what) : []));
const ASKED = [...new Set(WEIGHTED)];

/** `ports` is asked anew for each try, `cameBack` for a mail of ours that the world could not deliver. */
export function startDriver(journal: string, ports: () => Ports, cameBack: () => string | null): Driver {
  let stopping = false;
  let acknowledged = 0;
  let repeats = 0;
  let preferred: What | null = null;
  const asking = new Set<Input>();
  const brokenInto = new Map<What, number>();
  const live: TicketId[] = [];
  const mails: string[] = [];
  const done = new Map<What, number>(ASKED.map((what) => [what, 0]));
  /** Where each kind was done last. */
  const lastAt = new Map<What, TicketId>();

  /** What was linked last with each ticket. */
  const linked = new Map<TicketId, TicketId>();
  const otherOf = (what: What, ticketId: TicketId): { otherId?: TicketId } => {
    const known = linked.get(ticketId);
    if (what === 'unlink' && known !== undefined) return { otherId: known };
    return isOfTwo(what) ? { otherId: live[randomInt(live.length)]! } : {};
  };

  const rarest = (): What => ASKED.toSorted((one, other) => done.get(one)! - done.get(other)!)[randomInt(6)]!;
  const next = (): Next => {
    const chosen = randomInt(ONE_RARE_OF) === 0 ? rarest() : WEIGHTED[randomInt(WEIGHTED.length)]!;
    const what = preferred ?? chosen;
    const commandId = randomUUID();
    const free = (about: string | null = null): Next => ({ input: { commandId, what, ticketId: null }, about });
    if (isApart(what) || what === 'import') return free();
    if (what === 'mail' && mails.length < MOST_MAILS) return free();
    if (what === 'answer' && mails.length > 0) return free(mails[randomInt(mails.length)]!);
    const returned = what === 'bounce' ? cameBack() : null;
    if (returned !== null) return free(returned);
    if (live.length === 0 || what === 'open') {
      if (live.length >= MOST_LIVE) live.shift();
      return { input: { commandId, what: 'open', ticketId: null }, about: null };
    }
    const act = isMail({ what }) ? 'note' : what;
    const kind = KINDS.get(act)!;
    const before = 'after' in kind ? [kind.after ?? []].flat() : [];
    const followed = before.length === 0 ? undefined : lastAt.get(before[randomInt(before.length)]!);
    const anyone = live['ofOne' in kind ? 0 : randomInt(live.length)]!;
    const ticketId = followed !== undefined && randomInt(4) > 0 ? followed : anyone;
    // another desk's ticket is told by its history alone
    if (act === 'record_status' && followed === undefined)
      return { input: { commandId, what: 'import', ticketId: null }, about: null };
    const other = otherOf(act, ticketId);
    return {
      input: { commandId, what: act, ticketId: act === 'record_status' ? followed! : ticketId, ...other },
      about: null,
    };
  };
  const ask = async ({ input, about }: Next): Promise<Outcome> => {
    for (let thrown = 0, tries = 0; ; tries += 1) {
      try {
        if (!isMail(input)) return await askDoor(ports().door, input);
        if (input.what === 'bounce') await sendBounce(ports().smtp, input.commandId, about!);
        else await sendMail(ports().smtp, input.commandId, about);
        return { ticketId: null, refusal: null };
      } catch (error) {
        // it was killed, or is not there yet: nobody can say whether it did what was asked; a bug says so each time
        if (error instanceof DoorThrew && (thrown += 1) > MOST_THROWN) throw error;
      }
      repeats += 1;
      if (tries === 0) brokenInto.set(input.what, (brokenInto.get(input.what) ?? 0) + 1);
      await sleep(randomInt(5, 60));
    }
  };
  const work = async (): Promise<void> => {
    while (!stopping) {
      const asked = next();
      const { input } = asked;
      asking.add(input);
      const outcome = await ask(asked);
      asking.delete(input);
      appendFileSync(journal, `${JSON.stringify({ ...input, ...outcome })}\n`);
      acknowledged += 1;
      if (outcome.refusal === null) {
        done.set(input.what, done.get(input.what)! + 1);
        if (outcome.ticketId !== null) lastAt.set(input.what, outcome.ticketId);
        if (input.what === 'link') linked.set(input.ticketId!, input.otherId!);
      }
      if (input.what === 'mail') mails.push(input.commandId);
      if (input.what === 'open' || (OPENS.has(input.what) && outcome.refusal === null)) live.push(outcome.ticketId!);
      if (
        input.what === 'close_as' ||
        (input.what === 'merge' && outcome.refusal === null) ||
        outcome.refusal === 'ticket_closed'
      )
        drop(live, outcome.ticketId);
      await sleep(randomInt(0, 40));
    }
  };
  const working = Array.from({ length: ACTORS }, work);
  return {
    acknowledged: () => acknowledged,
    done,
    repeats: () => repeats,
    brokenInto,
    prefer: (what) => void (preferred = what),
    isAsking: (what) => [...asking].some((input) => input.what === what),
    async stop() {
      stopping = true;
      await Promise.all(working);
    },
  };
}

function drop(live: TicketId[], ticketId: TicketId | null): void {
  const place = live.indexOf(ticketId ?? 0);
  if (place !== -1) live.splice(place, 1);
}

/** The victim is there, and deciding or writing threw. */
class DoorThrew extends Error {}

async function askDoor(port: number, input: Input): Promise<Outcome> {
  const reply = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(5_000),
  });
  if (!reply.ok) throw new DoorThrew(`${input.what}: ${await reply.text()}`);
  return (await reply.json()) as Outcome;
}

/** Everything that was acknowledged, in order. */
export function readJournal(journal: string): Acknowledged[] {
  return readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Acknowledged);
}
