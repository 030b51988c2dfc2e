import { isDeepStrictEqual } from 'node:util';
import { LINK_KINDS, MIRRORED, type LinkKind } from '#core/link/link.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { react } from '#core/ticket/react.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { isImported } from './acts.ts';
import { faultsOfAgents } from './check-agents.ts';
import { faultsOfMailIn, faultsOfMailOut } from './check-mail.ts';
import { isApart, isMail, isOfTwo, isWorded, type Acknowledged } from './input.ts';
import type { World } from './mail.ts';
import { faultsOfRollouts } from './rollouts.ts';

/** What is wrong with the rows, in words; empty when every promise was kept. */
export async function faultsIn(db: Tx, journal: Acknowledged[], world: World): Promise<string[]> {
  const faults = [
    ...(await faultsOfInputs(db, journal)),
    ...(await faultsOfMailIn(db, journal)),
    ...(await faultsOfMailOut(db, world)),
    ...(await faultsOfAgents(db)),
    ...(await faultsOfRollouts(db)),
    ...(await faultsOfLinks(db)),
  ];
  const { rows } = await db.query<{ id: number }>('select id from ticket order by id');
  for (const { id } of rows) faults.push(...(await faultsOfTicket(db, id)));
  return faults;
}

/** Of two tickets that are linked each says so of the other. */
async function faultsOfLinks(db: Tx): Promise<string[]> {
  const { rows } = await db.query<{ id: number; otherId: number; kind: LinkKind }>(
    `select t.id, (l ->> 'otherId')::bigint as "otherId", l ->> 'kind' as kind
     from ticket t cross join lateral jsonb_array_elements(t.links) l where l ->> 'kind' = any($1)`,
    [LINK_KINDS],
  );
  const said = new Set(rows.map(({ id, otherId, kind }) => `${id} ${otherId} ${kind}`));
  return rows.flatMap(({ id, otherId, kind }) =>
    said.has(`${otherId} ${id} ${MIRRORED[kind]}`) ? [] : `ticket ${id} is ${kind} ${otherId}, which does not say so`,
  );
}

/** Every acknowledged input is there once, with the answer that was given, and nothing else is. */
async function faultsOfInputs(db: Tx, journal: Acknowledged[]): Promise<string[]> {
  const commands = await db.query<{ command_id: string; ticket_id: number; refusal: string | null }>(
    `select command_id, ticket_id, refusal from ticket_command
     where command_id not like 'outbox:%' and command_id not like 'bounced:%'`,
  );
  const messages = await db.query<{ body_text: string; n: number }>(
    `select btrim(body_text, E' \\r\\n') as body_text, count(*) as n from message group by 1`,
  );
  const decided = new Map(commands.rows.map((row) => [row.command_id, row]));
  const halves = Map.groupBy(
    commands.rows.filter(({ command_id: id }) => id.includes(':')),
    ({ command_id: id }) => id.split(':').at(-1)!,
  );
  const written = new Map(messages.rows.map((row) => [row.body_text, row.n]));
  const faults: string[] = [];
  for (const line of journal) {
    const { commandId, what, ticketId, refusal } = line;
    const row = decided.get(commandId);
    if (isApart(what)) continue;
    if (isMail(line)) decided.delete(commandId);
    else if (isOfTwo(what)) {
      const rows = halves.get(commandId) ?? [];
      const done = rows.filter((each) => each.refusal === null).length;
      // both halves or neither; whatever is refused of two leaves no trace of either
      if (done !== (refusal === null ? 2 : 0) || rows.length !== done) {
        faults.push(`${what} ${commandId} was answered ${refusal} and ${done} of its halves are there`);
      }
      for (const { command_id: id } of rows) decided.delete(id);
    } else if (row === undefined) faults.push(`${what} ${commandId} was acknowledged and is not there`);
    else if (row.ticket_id !== ticketId || row.refusal !== refusal) {
      faults.push(`${what} ${commandId} was answered ${ticketId}/${refusal} and is ${row.ticket_id}/${row.refusal}`);
    }
    const there = written.get(commandId) ?? 0;
    // what came back is a message just where the mail it names is known
    const due = what === 'bounce' ? Math.min(there, 1) : isWorded(line) && refusal === null ? 1 : 0;
    if (there !== due) faults.push(`the words of ${what} ${commandId} are there ${there} times, not ${due}`);
    decided.delete(commandId);
    written.delete(commandId);
  }
  for (const id of decided.keys()) faults.push(`command ${id} is there and was never acknowledged`);
  for (const words of written.keys()) faults.push(`a message "${words}" is there that nobody sent`);
  return faults;
}

/** The log has no gap and replays to the row; no firing is missing or double; everyone told was told once. */
export async function faultsOfTicket(db: Tx, id: number): Promise<string[]> {
  const log = await readLog(db, id);
  const { rows: notices } = await db.query<{ seq: number; person: number; kind: string }>(
    'select event_seq as seq, person_id as person, kind from notice where ticket_id = $1',
    [id],
  );
  const stored = (await loadTickets(db, [id])).get(id);
  const faults: string[] = [];
  const told: string[] = [];
  let ticket: Ticket | null = null;
  for (const logged of log) {
    ticket = evolve(ticket, logged.event, logged.at);
    if (ticket.seq !== logged.seq) faults.push(`ticket ${id} has event ${logged.seq} where ${ticket.seq} belongs`);
    for (const effect of react(logged, ticket)) {
      if (effect.type !== 'notify' || isImported(ticket)) continue;
      told.push(...effect.personIds.map((person) => `${logged.seq}:${person}:${effect.kind}`));
    }
  }
  const differs = differing(ticket, stored);
  if (differs.length > 0) faults.push(`the log of ticket ${id} does not replay to its row: ${differs.join('; ')}`);
  // a break is given by what happened to the colleague: the ticket only says of which offer; what a queue says counts down
  const ofTicket = notices.filter(({ kind, seq }) => kind !== 'break_given' && seq > 0);
  const there = ofTicket.map((notice) => `${notice.seq}:${notice.person}:${notice.kind}`);
  if (!isDeepStrictEqual(told.toSorted(), there.toSorted()))
    faults.push(
      `the notices of ticket ${id} are ${missing(there, told)} more and ${missing(told, there)} fewer than its events'`,
    );
  return [...faults, ...faultsOfClimbs(id, log)];
}

/** Those of one list that the other lacks. */
const missing = (list: string[], other: string[]): string =>
  JSON.stringify(list.filter((each) => !other.includes(each)));

/** The parts of a ticket in which its log and its row disagree. */
function differing(replayed: Ticket | null, stored: Ticket | undefined): string[] {
  const parts = Object.keys({ ...replayed, ...stored }) as (keyof Ticket)[];
  return parts.flatMap((part) => {
    const [one, other] = [replayed?.[part], stored?.[part]];
    return isDeepStrictEqual(one, other) ? [] : `${part} ${JSON.stringify(one)}, not ${JSON.stringify(other)}`;
  });
}

/** Firings count 1, 2, 3 …; steps come in their order, each reached or said to be passed over. */
function faultsOfClimbs(id: number, log: LoggedEvent[]): string[] {
  const faults: string[] = [];
  const firings = new Map<number, number>();
  const places = new Map<number, number>();
  for (const { event } of log) {
    if (event.type === 'escalation_started') places.set(event.escalationId, event.after ?? -1);
    if (event.type === 'escalation_carried_over') {
      const { firing, stepIndex } = event.escalation;
      firings.set(event.escalationId, firing);
      places.set(event.escalationId, stepIndex ?? -1);
    }
    if (event.type === 'path_applied') places.set(event.escalationId, -1);
    if (event.type === 'step_reached' || event.type === 'step_skipped') {
      const place = places.get(event.escalationId)!;
      if (event.stepIndex !== place + 1) faults.push(`ticket ${id} came from step ${place} to step ${event.stepIndex}`);
      places.set(event.escalationId, event.stepIndex);
    }
    if (event.type !== 'step_reached' && event.type !== 'last_resort_reached') continue;
    const before = firings.get(event.escalationId) ?? 0;
    if (event.firing !== before + 1) faults.push(`ticket ${id} fired ${event.firing} after ${before}`);
    firings.set(event.escalationId, event.firing);
  }
  return [...faults, ...faultsOfBreaches(id, log)];
}

/**
 * A cycle of a clock is missed once at most; what an answer that never arrived had begun is undone, and what was lived
 * without a merge is another clock.
 */
function faultsOfBreaches(id: number, log: LoggedEvent[]): string[] {
  const cycles = new Map<string, string>();
  const missed = new Set<string>();
  const faults: string[] = [];
  for (const { event } of log) {
    if (event.type === 'clock_carried_over' || event.type === 'clock_relived') {
      const { key = event.clock.kind } = event.clock;
      for (const name of missed) if (name.startsWith(`${key} `)) missed.delete(name);
    }
    if ('clock' in event && typeof event.clock === 'object') {
      const { key = event.clock.kind, cycle, startedAt } = event.clock;
      cycles.set(key, `${key} ${cycle} ${startedAt}`);
    }
    if (event.type === 'clock_removed') {
      for (const name of missed) if (name.startsWith(`${event.clock} `)) missed.delete(name);
    }
    if (event.type !== 'target_breached') continue;
    const name = cycles.get(event.clock) ?? event.clock;
    if (missed.has(name)) faults.push(`ticket ${id} missed ${name} twice`);
    missed.add(name);
  }
  return faults;
}
