import { isDeepStrictEqual } from 'node:util';
import { evolve } from '#core/ticket/evolve.ts';
import { react } from '#core/ticket/react.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { WORDED, type Acknowledged } from './input.ts';

/** What is wrong with the rows, in words; empty when every promise was kept. */
export async function faultsIn(db: Tx, journal: Acknowledged[]): Promise<string[]> {
  const faults = [...(await faultsOfInputs(db, journal)), ...(await faultsOfMail(db))];
  const { rows } = await db.query<{ id: number }>('select id from ticket order by id');
  for (const { id } of rows) faults.push(...(await faultsOfTicket(db, id)));
  return faults;
}

/** Every acknowledged input is there once, with the answer that was given, and nothing else is. */
async function faultsOfInputs(db: Tx, journal: Acknowledged[]): Promise<string[]> {
  const commands = await db.query<{ command_id: string; ticket_id: number; refusal: string | null }>(
    `select command_id, ticket_id, refusal from ticket_command where command_id not like 'outbox:%'`,
  );
  const messages = await db.query<{ body_text: string; n: number }>(
    'select body_text, count(*) as n from message group by body_text',
  );
  const decided = new Map(commands.rows.map((row) => [row.command_id, row]));
  const written = new Map(messages.rows.map((row) => [row.body_text, row.n]));
  const faults: string[] = [];
  for (const line of journal) {
    const { commandId, what, ticketId, refusal } = line;
    const row = decided.get(commandId);
    if (row === undefined) faults.push(`${what} ${commandId} was acknowledged and is not there`);
    else if (row.ticket_id !== ticketId || row.refusal !== refusal) {
      faults.push(`${what} ${commandId} was answered ${ticketId}/${refusal} and is ${row.ticket_id}/${row.refusal}`);
    }
    const due = WORDED.includes(what) && refusal === null ? 1 : 0;
    const there = written.get(commandId) ?? 0;
    if (there !== due) faults.push(`the words of ${what} ${commandId} are there ${there} times, not ${due}`);
    decided.delete(commandId);
    written.delete(commandId);
  }
  for (const id of decided.keys()) faults.push(`command ${id} is there and was never acknowledged`);
  for (const words of written.keys()) faults.push(`a message "${words}" is there that nobody sent`);
  return faults;
}

/** The log has no gap and replays to the row; no firing is missing or double; everyone told was told once. */
async function faultsOfTicket(db: Tx, id: number): Promise<string[]> {
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
      if (effect.type !== 'notify') continue;
      told.push(...effect.personIds.map((person) => `${logged.seq}:${person}:${effect.kind}`));
    }
  }
  if (!isDeepStrictEqual(ticket, stored)) faults.push(`the log of ticket ${id} does not replay to its row`);
  const there = notices.map((notice) => `${notice.seq}:${notice.person}:${notice.kind}`);
  if (!isDeepStrictEqual(told.toSorted(), there.toSorted()))
    faults.push(`the notices of ticket ${id} are not its events'`);
  return [...faults, ...faultsOfClimbs(id, log)];
}

/** Firings count 1, 2, 3 …; of a climb that nobody broke into, the steps come in their order. */
function faultsOfClimbs(id: number, log: LoggedEvent[]): string[] {
  const faults: string[] = [];
  const firings = new Map<number, number>();
  let breaches = 0;
  for (const { event } of log) {
    if (event.type === 'target_breached') breaches += 1;
    if (event.type !== 'step_reached' && event.type !== 'last_resort_reached') continue;
    const before = firings.get(event.escalationId) ?? 0;
    if (event.firing !== before + 1) faults.push(`ticket ${id} fired ${event.firing} after ${before}`);
    if (event.type === 'step_reached' && event.stepIndex !== before) {
      faults.push(`ticket ${id} reached step ${event.stepIndex} as firing ${event.firing}`);
    }
    firings.set(event.escalationId, event.firing);
  }
  if (breaches > 1) faults.push(`ticket ${id} breached ${breaches} times in one cycle`);
  return faults;
}

/** Every effect went out, and the catcher has each mail once; every notice went by exactly one mail. */
async function faultsOfMail(db: Tx): Promise<string[]> {
  const { rows } = await db.query<{ fault: string }>(
    `select 'outbox row ' || o.id || ' (' || o.key || ') is ' || o.state || ', caught ' || count(c.id) as fault
       from outbox o left join caught_mail c on c.outbox_id = o.id group by o.id
       having not (o.state = 'accepted' and count(c.id) = 1)
         and not (o.last_error = 'nothing_left_to_say' and count(c.id) = 0
           and not exists (select 1 from notice n where n.outbox_id = o.id))
     union all
     select 'reply ' || id || ' is ' || coalesce(delivery, 'nowhere') from message
       where kind = 'reply' and delivery is distinct from 'accepted'
     union all
     select 'notice ' || id || ' was never mailed' from notice where outbox_id is null
     union all
     select 'reply ' || m.id || ' was accepted ' || count(e.seq) || ' times' from message m
       left join ticket_event e on e.ticket_id = m.ticket_id and e.type = 'reply_accepted'
         and (e.body->>'messageId')::bigint = m.id
       where m.kind = 'reply' group by m.id having count(e.seq) <> 1`,
  );
  return rows.map((row) => row.fault);
}
