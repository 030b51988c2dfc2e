import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketCommand } from '#core/ticket/command.ts';
import { MINUTE } from '#core/time.ts';
import { databaseClock, manualClock, monotonicMs, until } from '#server/platform/clock.ts';
import { openDatabase } from '#server/platform/db/database.ts';
import { layoutOf } from '#server/platform/db/embedded/layout.ts';
import { readPostmasterFile } from '#server/platform/db/embedded/postmaster-file.ts';
import { deliverDue } from '#server/ticket/deliver.ts';
import { countLimbo, type Limbo } from '#server/ticket/limbo.ts';
import { countStuck } from '#server/ticket/sweep-store.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { noCarrier } from '#test/harness/desk.ts';
import { temporaryFolder, testLog } from '#test/harness/server.ts';
import { faultsIn } from './check.ts';
import { deskOf, dispatchOf } from './desk-at-speed.ts';
import { readJournal, startDriver, type Driver, type Ports } from './driver.ts';
import { OF_TWO, type Input, type OfTwo, type Standing, type What } from './input.ts';
import { COMMANDS, KINDS, type Kind } from './kinds.ts';
import { startWorld, type World } from './mail.ts';

const ROOT = `${import.meta.dirname}/../..`;
const READY_WITHIN = 60_000;
const EVERY_KIND_WITHIN = 300_000;
/** Kills that are to fall while rules are being applied to open tickets: so many, tried so often. */
const AMID_ROLLOUTS = 3;
const ROLLOUT_TRIES = 10;
/** Kills are tried so often until one fell while two tickets were being merged, and so on. */
const AMID_TRIES = 10;

/** What a run found. `faults` must be empty and `limbo.total` 0. */
export interface ChaosReport {
  rounds: Record<Way, number>;
  acknowledged: number;
  /** Inputs asked again because nobody could say whether they were done. */
  repeats: number;
  /** How often each kind of command was done. */
  done: Record<TicketCommand['type'], number>;
  /** Kills that fell while rules were being applied to open tickets. */
  amidRollouts: number;
  /** Inputs that change two tickets at once into which a kill broke, by their kind. */
  amidTwo: Record<OfTwo, number>;
  events: number;
  firings: number;
  /** Replies that were taken back, escalations that were returned or handed back. */
  withdrawn: number;
  givenBack: number;
  notices: number;
  /** Rows of the ledger: a mail that had to be sent again has two. */
  mailsIn: number;
  joined: number;
  mailsCaught: number;
  mailsSent: number;
  /** Mails that may have reached the world twice, and say so. */
  uncertain: number;
  limbo: Limbo;
  stuck: number;
  faults: string[];
  seconds: number;
}

const WAYS = ['belay', 'postgres', 'both'] as const;
type Way = (typeof WAYS)[number];

/**
 * People act on a Belay that is killed with -9 at random, `rounds` times: itself, its PostgreSQL, or both. Afterwards
 * every row is held against what was acknowledged and against what the events say must be there.
 */
export async function runChaos(rounds: number, say: (line: string) => void = () => {}): Promise<ChaosReport> {
  const began = monotonicMs();
  const folder = await temporaryFolder('belay-chaos-');
  const journal = `${folder}/journal`;
  let amidRollouts = 0;
  const counted: Record<Way, number> = { belay: 0, postgres: 0, both: 0 };
  const world = await startWorld();
  try {
    let victim = await startVictim(folder, world);
    const driver = startDriver(journal, () => victim.ports, world.cameBack);
    for (let round = 1; round <= rounds; round++) {
      const way = WAYS[randomInt(WAYS.length)]!;
      await seesWork(driver);
      await sleep(randomInt(20, 900));
      if (way !== 'belay') await killPostgres(folder);
      if (way !== 'postgres') {
        await victim.kill('SIGKILL');
        victim = await startVictim(folder, world);
      }
      counted[way] += 1;
      say(`${round}/${rounds} killed ${way}: ${driver.acknowledged()} acknowledged, ${driver.repeats()} repeated`);
    }
    await seesWork(driver);
    // by now most kinds were done many times; what the world refuses or gives back needs a victim that sends to it
    await victim.kill('SIGTERM');
    victim = await startVictim(folder, world, true);
    const missing = await everyKindDone(driver, () => victim.ports.door);
    // by now there are tickets enough that rules do not reach them all at once
    const restart = async (): Promise<void> => {
      await victim.kill('SIGKILL');
      victim = await startVictim(folder, world, true);
    };
    for (let kill = 0; kill < ROLLOUT_TRIES && amidRollouts < AMID_ROLLOUTS; kill += 1) {
      if (await isAmidRollout(victim.ports.door)) amidRollouts += 1;
      await restart();
    }
    for (const what of OF_TWO) await breaksInto(what, driver, restart);
    await driver.stop();
    await everyMailDecided(victim.ports.door);
    await everyRolloutOver(victim.ports.door);
    await victim.kill('SIGTERM');
    const found = await look(folder, journal, world);
    const done = Object.fromEntries(
      COMMANDS.map((kind) => [kind, driver.done.get(kind) ?? found.seen[kind] ?? 0]),
    ) as ChaosReport['done'];
    found.faults.push(...missing.map((kind) => `${kind} was never done`));
    const seconds = Math.round((monotonicMs() - began) / 1000);
    const { seen: _, ...rest } = found;
    return {
      rounds: counted,
      acknowledged: driver.acknowledged(),
      repeats: driver.repeats(),
      done,
      amidRollouts,
      amidTwo: Object.fromEntries(OF_TWO.map((what) => [what, driver.brokenInto.get(what) ?? 0])) as Record<
        OfTwo,
        number
      >,
      ...rest,
      seconds,
    };
  } finally {
    await stopAll();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each kill must fall on a Belay at work: one that takes inputs again after the kill before. */
async function seesWork(driver: Driver): Promise<void> {
  const before = driver.acknowledged();
  const goes = await until(() => driver.acknowledged() > before + 3, { withinMs: READY_WITHIN });
  if (!goes) throw new Error('after a kill nothing was acknowledged any more');
}

/** Those kinds of input and of Belay's own commands that were not done once, after patience. */
async function everyKindDone(driver: Driver, port: () => number): Promise<string[]> {
  const missing = async (): Promise<string[]> => {
    const { seen } = await standing(port());
    const isDone = ([what, kind]: [What, Kind]) =>
      'seenBy' in kind ? seen.includes(kind.seenBy) : driver.done.get(what) !== 0;
    return [...KINDS].flatMap((each) => (isDone(each) ? [] : each[0]));
  };
  await until(async () => (await missing()).length === 0, { withinMs: EVERY_KIND_WITHIN, everyMs: 200 });
  return missing();
}

async function standing(port: number): Promise<Standing> {
  let answer: Response | null = null;
  // on a busy machine it may have no connection for a while: that says nothing about what it did
  const answers = await until(
    async () => {
      answer = await fetch(`http://127.0.0.1:${port}/`);
      return answer.ok;
    },
    { withinMs: READY_WITHIN, everyMs: 200 },
  );
  if (!answers) throw new Error(`the victim does not say how it stands: ${await answer!.text()}`);
  return (await answer!.json()) as Standing;
}

async function everyMailDecided(port: number): Promise<void> {
  const decided = await until(async () => (await standing(port)).undecided === 0, { withinMs: READY_WITHIN });
  if (!decided) throw new Error('there is mail that nobody decides about');
}

/** Puts rules in force for open tickets too, and waits until they have come to some of them; false when it was too quick. */
async function isAmidRollout(port: number): Promise<boolean> {
  const body = JSON.stringify({ commandId: randomUUID(), what: 'roll_out', ticketId: null } satisfies Input);
  const asked = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
  return asked.ok && (await until(async () => (await standing(port)).amidRollout, { withinMs: 2_000, everyMs: 2 }));
}

/** Kills until one fell while such an input was under way: before, amid or after its transaction. */
async function breaksInto(what: OfTwo, driver: Driver, kill: () => Promise<void>): Promise<void> {
  for (let tried = 0; tried < AMID_TRIES && (driver.brokenInto.get(what) ?? 0) === 0; tried += 1) {
    driver.prefer(what);
    await until(() => driver.isAsking(what), { withinMs: READY_WITHIN, everyMs: 1 });
    driver.prefer(null);
    await kill();
    await seesWork(driver);
  }
}

async function everyRolloutOver(port: number): Promise<void> {
  const over = await until(async () => !(await standing(port)).rollingOut, { withinMs: READY_WITHIN });
  if (!over) throw new Error('a rollout does not come to its end');
}

const running = new Set<ChildProcess>();

async function stopAll(): Promise<void> {
  for (const child of running) {
    child.kill('SIGTERM');
    await Promise.race([once(child, 'close'), sleep(15_000).then(() => child.kill('SIGKILL'))]);
  }
}

interface Victim {
  ports: Ports;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** Sends its mail to the world, or keeps it in its catcher: either, at random, unless it is said. */
async function startVictim(folder: string, world: World, sends = randomInt(2) === 1): Promise<Victim> {
  const mailPort = !sends ? [] : [String(world.port)];
  const child = spawn(process.execPath, [`${ROOT}/test/chaos/victim.ts`, folder, ...mailPort], {
    cwd: ROOT,
    // it starts dozens of times: compiled once
    env: { ...process.env, NODE_COMPILE_CACHE: `${folder}/compiled` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const closed = once(child, 'close').then(() => running.delete(child));
  const said: string[] = [];
  const ports = new Promise<Ports>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        said.push(line);
        const ready = /^ready (\d+) (\d+)$/.exec(line);
        if (ready) resolve({ door: Number(ready[1]), smtp: Number(ready[2]) });
      });
    }
    void closed.then(() => reject(new Error(`the victim ended by itself:\n${said.slice(-20).join('\n')}`)));
  });
  return {
    ports: await ports,
    async kill(signal) {
      child.kill(signal);
      await closed;
      if (signal === 'SIGTERM' && !said.includes('stopped'))
        throw new Error(`did not stop:\n${said.slice(-20).join('\n')}`);
    },
  };
}

async function killPostgres(folder: string): Promise<void> {
  const file = await readPostmasterFile(layoutOf(folder).cluster);
  if (file) process.kill(file.pid, 'SIGKILL');
}

/** Lets what is due happen, then looks at the rows. */
async function look(folder: string, journal: string, world: World) {
  const db = await openDatabase({ databaseUrl: null, dataFolder: folder, pgBouncer: false }, testLog());
  try {
    await deskOf(db);
    const source = ticketSource(db, dispatchOf(db, testLog(), databaseClock, noCarrier).door, testLog());
    while ((await source.act(100)) > 0);
    const now = await databaseClock.now(db);
    const limbo = await countLimbo(db, now);
    const stuck = await countStuck(db);
    // the mail of the next minute would wait for it, and what a killed worker had in hand for its lease
    const later = dispatchOf(db, testLog(), manualClock(now + 5 * MINUTE), noCarrier);
    while ((await deliverDue(later)) > 0);
    const faults = await faultsIn(db, readJournal(journal), world);
    const { rows: types } = await db.query<{ type: string; n: number }>(
      'select type, count(*) as n from ticket_event group by type',
    );
    const seen = Object.fromEntries(
      COMMANDS.flatMap((command) => {
        const kind = KINDS.get(command)!;
        return 'seenBy' in kind ? [[command, types.find(({ type }) => type === kind.seenBy)?.n ?? 0]] : [];
      }),
    ) as Partial<ChaosReport['done']>;
    const count = async (sql: string): Promise<number> =>
      (await db.query<{ n: number }>(`select count(*) as n from ${sql}`)).rows[0]!.n;
    return {
      seen,
      events: await count('ticket_event'),
      firings: await count(`ticket_event where type in ('step_reached', 'last_resort_reached')`),
      withdrawn: await count(`ticket_event where type = 'reply_withdrawn'`),
      givenBack: await count(`ticket_event where type in ('escalation_returned', 'hand_back_acknowledged')`),
      notices: await count('notice'),
      mailsIn: await count('intake'),
      joined: await count(`intake where verdict = 'joined'`),
      mailsCaught: await count('caught_mail'),
      mailsSent: world.taken.size,
      uncertain: await count('outbox where uncertain'),
      limbo,
      stuck,
      faults,
    };
  } finally {
    await db.close();
  }
}
