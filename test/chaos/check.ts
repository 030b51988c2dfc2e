import { isDeepStrictEqual } from 'node:util';
import { evolve } from '#core/ticket/evolve.ts';
import { react } from '#core/ticket/react.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { isMail, isWorded, mailIdOf, type Acknowledged } from './input.ts';

/** What is wrong with the rows, in words; empty when every promise was kept. */
export async function faultsIn(db: Tx, journal: Acknowledged[], taken: Map<string, number>): Promise<string[]> {
  const faults = [
    ...(await faultsOfInputs(db, journal)),
    ...(await faultsOfMailIn(db, journal)),
    ...(await faultsOfMailOut(db, taken)),
  ];
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
    `select btrim(body_text, E' \\r\\n') as body_text, count(*) as n from message group by 1`,
  );
  const decided = new Map(commands.rows.map((row) => [row.command_id, row]));
  const written = new Map(messages.rows.map((row) => [row.body_text, row.n]));
  const faults: string[] = [];
  for (const line of journal) {
    const { commandId, what, ticketId, refusal } = line;
    const row = decided.get(commandId);
    if (isMail(line)) decided.delete(commandId);
    else if (row === undefined) faults.push(`${what} ${commandId} was acknowledged and is not there`);
    else if (row.ticket_id !== ticketId || row.refusal !== refusal) {
      faults.push(`${what} ${commandId} was answered ${ticketId}/${refusal} and is ${row.ticket_id}/${row.refusal}`);
    }
    const due = isWorded(line) && refusal === null ? 1 : 0;
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

/** Firings count 1, 2, 3 …; steps come in their order, each reached or said to be passed over. */
function faultsOfClimbs(id: number, log: LoggedEvent[]): string[] {
  const faults: string[] = [];
  const firings = new Map<number, number>();
  const places = new Map<number, number>();
  let breaches = 0;
  for (const { event } of log) {
    if (event.type === 'target_breached') breaches += 1;
    if (event.type === 'escalation_started') places.set(event.escalationId, event.after ?? -1);
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
  if (breaches > 1) faults.push(`ticket ${id} breached ${breaches} times in one cycle`);
  return faults;
}

/** Every mail that was answered 250 is in the ledger with a verdict, and became a message by one of its rows. */
async function faultsOfMailIn(db: Tx, journal: Acknowledged[]): Promise<string[]> {
  const { rows } = await db.query<{ message_id: string; undecided: number; taken: number }>(
    `select message_id, count(*) filter (where verdict = 'received') as undecided,
       count(*) filter (where verdict in ('accepted', 'joined')) as taken from intake group by message_id`,
  );
  const ledger = new Map(rows.map((row) => [row.message_id, row]));
  return journal.filter(isMail).flatMap(({ commandId }) => {
    const row = ledger.get(mailIdOf(commandId));
    if (row === undefined) return `mail ${commandId} was taken and is not in the ledger`;
    if (row.undecided > 0 || row.taken !== 1) return `mail ${commandId} became ${row.taken} messages`;
    return [];
  });
}

/**
 * Every effect went out. A mail reached the world or the catcher once; twice only where the row says that a kill fell
 * between the world's yes and the commit. Every notice went by one mail, every reply counted once.
 */
async function faultsOfMailOut(db: Tx, taken: Map<string, number>): Promise<string[]> {
  const { rows } = await db.query<{
    id: number;
    key: string;
    state: string;
    uncertain: boolean;
    mail_message_id: string;
    nothing: boolean;
    withdrawn: boolean;
    caught: number;
  }>(
    `select o.id, o.key, o.state, o.uncertain, o.mail_message_id, count(c.id) as caught,
       o.last_error is not distinct from 'nothing_left_to_say'
         and not exists (select 1 from notice n where n.outbox_id = o.id) as nothing,
       exists (select 1 from message m where m.id = o.message_id and m.delivery = 'cancelled') as withdrawn
     from outbox o left join caught_mail c on c.outbox_id = o.id group by o.id`,
  );
  const faults = rows.flatMap((row) => {
    const reached = row.caught + (taken.get(row.mail_message_id) ?? 0);
    if (row.state === 'cancelled' && (row.nothing || row.withdrawn) && reached === 0) return [];
    const once = reached === 1 || (reached > 1 && row.uncertain && row.caught <= 1);
    return row.state === 'accepted' && once
      ? []
      : `outbox row ${row.id} (${row.key}) is ${row.state}, reached somebody ${reached} times`;
  });
  const known = new Set(rows.map((row) => row.mail_message_id));
  const strangers = [...taken.keys()].filter((id) => !known.has(id)).map((id) => `mail ${id} left from nowhere`);
  return [...faults, ...strangers, ...(await faultsOfMessages(db))];
}

async function faultsOfMessages(db: Tx): Promise<string[]> {
  const { rows } = await db.query<{ fault: string }>(
    `select 'reply ' || id || ' is ' || coalesce(delivery, 'nowhere') as fault from message
       where kind = 'reply' and coalesce(delivery, '') not in ('accepted', 'cancelled')
     union all
     select 'notice ' || id || ' was never mailed' from notice where outbox_id is null
     union all
     select 'reply ' || m.id || ' was accepted ' || count(e.seq) || ' times' from message m
       left join ticket_event e on e.ticket_id = m.ticket_id and e.type = 'reply_accepted'
         and (e.body->>'messageId')::bigint = m.id
       where m.kind = 'reply' group by m.id having count(e.seq) <> case m.delivery when 'cancelled' then 0 else 1 end
     union all
     select 'reply ' || m.id || ' was withdrawn ' || count(e.seq) || ' times' from message m
       left join ticket_event e on e.ticket_id = m.ticket_id and e.type = 'reply_withdrawn'
         and (e.body->>'messageId')::bigint = m.id
       where m.kind = 'reply' group by m.id having count(e.seq) <> case m.delivery when 'cancelled' then 1 else 0 end
     union all
     select 'ticket ' || t.id || ' shows withdrawn words' from ticket t join message m on m.id = t.last_message_id
       where m.delivery = 'cancelled'`,
  );
  return rows.map((row) => row.fault);
}
