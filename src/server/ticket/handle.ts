import type { Path } from '#core/escalation/path.ts';
import type { OrganisationId, PersonId, TicketId } from '#core/ids.ts';
import type { Config, Facts } from '#core/ticket/context.ts';
import type { RefusalCode, TicketCommand } from '#core/ticket/command.ts';
import type { Refusal } from '#core/result.ts';
import { carrierOf } from '#core/ticket/carrier.ts';
import { decide } from '#core/ticket/decide.ts';
import { dueAt } from '#core/ticket/due.ts';
import { EVENT_VERSION, type LoggedEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { Channel, Ticket } from '#core/ticket/ticket.ts';
import { versionsNamed } from '#core/ticket/versions-named.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readCustomerTiers } from '#server/people/organisation-store.ts';
import { readActiveConfig } from '#server/sla/config-active-store.ts';
import type { Door, HandledDecision, TicketAct } from './act.ts';
import { findCommands, lockCommands } from './command-store.ts';
import { gatherPeople, pathsOf } from './gather.ts';
import { readLogs } from './event-store.ts';
import { versionsInLog } from './explain-log.ts';
import { holdReplies } from './held-replies.ts';
import { readSpeeds } from './promise-store.ts';
import { readTurns, rotationsOf } from './rotation-store.ts';
import { loadTickets } from './ticket-store.ts';
import { write } from './write.ts';

export type { Door, HandledDecision, NewMessage, TicketAct } from './act.ts';
export { askedOf } from './asked.ts';
export { drawMessageId } from './message-store.ts';
export { drawTicketId } from './ticket-store.ts';

/** Most acts of one transaction: more makes locks long without making the work faster. */
export const MOST_ACTS = 100;

/** What changes a field that the matrix may ask about. */
const rechooses = (command: TicketCommand): boolean =>
  command.type === 'set_severity' ||
  command.type === 'set_topic' ||
  command.type === 'set_requester' ||
  (command.type === 'recheck' && (command.cause === 'customer_tier' || command.cause === 'matrix'));

/** What measures a ticket's past anew. */
const READS_LOG = new Set<TicketCommand['type']>(['apply_policy', 'retract_reply', 'release', 'restore', 'split_off']);

const isOfZones = (command: TicketCommand): boolean => command.type === 'recheck' && command.cause === 'zone_data';

/** What is decided from two tickets at once: both are in the batch. */
const OF_TWO = new Set<TicketCommand['type']>(['take_in', 'merge_into', 'release', 'restore']);

/** A batch while it is being decided. */
interface Batch {
  config: Config;
  now: Instant;
  tickets: Map<TicketId, Ticket>;
  facts: Facts & { turns: Map<string, PersonId> };
  known: Map<string, HandledDecision>;
  /** Of the tickets whose past is measured anew. */
  logs: Map<TicketId, LoggedEvent[]>;
}

/**
 * The one door: the only code that changes tickets. Locks the tickets, decides the acts in the order of the list, each
 * seeing those before it, and writes rows, events, messages, notices, outbox and commands in `tx`. A refusal is a
 * value and changes nothing. Throws on a bug in deciding, and then nothing of the batch is written: the caller's
 * transaction must roll back.
 */
export async function handle(tx: Tx, door: Door, acts: TicketAct[]): Promise<HandledDecision[]> {
  if (acts.length > MOST_ACTS) throw new Error(`${acts.length} acts at once; at most ${MOST_ACTS}`);
  const opening = acts.filter((act) => act.command.type === 'open').flatMap((act) => act.commandId ?? []);
  if (opening.length > 0) await lockCommands(tx, opening);
  const tickets = await loadTickets(tx, [...new Set(acts.map((act) => act.ticketId))]);
  const known = await findKnown(tx, acts);
  const batch = await prepare(tx, door, acts, tickets, known);
  const before = new Map(tickets);
  const decisions = acts.map((act) => decideAct(batch, act));
  await write(tx, door, { now: batch.now, before, acts, decisions });
  door.observe?.(acts.map(({ command }, index) => ({ command: command.type, outcome: outcomeOf(decisions[index]!) })));
  return decisions;
}

/**
 * What an act would bring about if it were done now on `ticket` as it was read: its events, or its refusal. Nothing is
 * locked or written.
 */
export async function foresee(tx: Tx, door: Door, act: TicketAct, ticket: Ticket): Promise<HandledDecision> {
  return decideAct(await prepare(tx, door, [act], new Map([[ticket.id, ticket]])), act);
}

/** Reads what deciding the acts may ask about. */
async function prepare(
  tx: Tx,
  door: Door,
  acts: TicketAct[],
  tickets: Map<TicketId, Ticket>,
  known: Batch['known'] = new Map(),
): Promise<Batch> {
  const now = await door.clock.now(tx);
  await door.config.ensure(tx, versionsOf(acts, tickets));
  const active = acts.some(({ command }) => rechooses(command)) ? await readActiveConfig(tx, door.config) : undefined;
  const config = active === undefined ? door.config : { ...door.config, active };
  const subjects = acts.map((act) => ({ act, ticket: tickets.get(act.ticketId) ?? null }));
  const people = await gatherPeople(tx, config, subjects, now);
  const customerTiers = active === undefined ? new Map() : await readCustomerTiers(tx, organisationsOf(tickets, acts));
  const turns = await readTurns(tx, rotationsOf(pathsOf(config, subjects)));
  // whoever may be called may be promised
  const promising = people.roster.length === 0 ? [] : promisingOf(pathsOf(config, subjects));
  const speeds = promising.length === 0 ? new Map() : await readSpeeds(tx, promising, now);
  const facts = { ...people, turns, speeds, customerTiers, ...(await holdReplies(tx, acts)) };
  const logs = await logsFor(tx, acts, active !== undefined && active.matrix !== null);
  await door.config.ensure(tx, [...logs.values()].flatMap(versionsInLog));
  return { config, now, tickets, facts, known, logs };
}

/** Names of the paths of which a step promises something. */
const promisingOf = (paths: Iterable<Path>): string[] =>
  [...paths].flatMap(({ name, steps }) => (steps.some(({ promise }) => promise !== undefined) ? name : []));

const outcomeOf = (decision: HandledDecision): string => {
  if (decision.repeated) return 'repeated';
  return decision.ok ? 'done' : decision.refusal;
};

/** What came of those acts whose command id was decided before. */
async function findKnown(tx: Tx, acts: TicketAct[]): Promise<Map<string, HandledDecision>> {
  const ids = acts.flatMap((act) => act.commandId ?? []);
  if (ids.length === 0) return new Map();
  const found = await findCommands(tx, ids);
  return new Map(
    found.map(({ command_id, ticket_id: ticketId, seq, refusal }) => [
      command_id,
      refusal === null ? { ok: true, ticketId, seq, repeated: true } : { ok: false, ticketId, refusal, repeated: true },
    ]),
  );
}

async function logsFor(tx: Tx, acts: TicketAct[], mayRechoose: boolean): Promise<Map<TicketId, LoggedEvent[]>> {
  const reading = acts.filter(
    ({ command }) => READS_LOG.has(command.type) || isOfZones(command) || (mayRechoose && rechooses(command)),
  );
  return reading.length === 0 ? new Map() : readLogs(tx, [...new Set(reading.map(({ ticketId }) => ticketId))]);
}

function versionsOf(acts: TicketAct[], tickets: Map<TicketId, Ticket>): number[] {
  const opened = acts.flatMap(({ command }) =>
    command.type === 'open' ? [command.policyVersionId, command.pathVersionId ?? []].flat() : [],
  );
  const named = [...tickets.values()].flatMap(versionsNamed);
  const applied = acts.flatMap(({ command }) => {
    if (command.type === 'apply_path') return [command.pathVersionId];
    if (command.type === 'apply_calendar') return [command.calendarVersionId];
    return command.type === 'apply_policy' ? [command.policyVersionId, command.calendarVersionId ?? []].flat() : [];
  });
  return [...opened, ...named, ...applied];
}

const organisationsOf = (tickets: Map<TicketId, Ticket>, acts: TicketAct[]): OrganisationId[] => [
  ...[...tickets.values()].flatMap(({ organisationId }) => organisationId ?? []),
  ...acts.flatMap(({ command }) => (command.type === 'set_requester' ? (command.organisationId ?? []) : [])),
];

function decideAct(batch: Batch, act: TicketAct): HandledDecision {
  const { ticketId, command, actor, commandId, imported = false } = act;
  const repeated = commandId === undefined ? undefined : batch.known.get(commandId);
  if (repeated !== undefined) return repeated;
  const ticket = batch.tickets.get(ticketId) ?? null;
  const now = Math.max(act.at ?? batch.now, ticket?.lastEventAt ?? 0);
  const log = batch.logs.get(ticketId);
  const others = OF_TWO.has(command.type) ? { others: othersIn(batch) } : {};
  const facts = log === undefined ? { ...batch.facts, ...others } : { ...batch.facts, ...others, log };
  const context = { now, actor, config: batch.config, facts, imported, commandId };
  const decision = decide(ticketId, ticket, command, context);
  if (!decision.ok && decision.events === undefined) {
    return keep(batch, commandId, { ...no(decision), ticketId, repeated: false });
  }
  const { events: told = [], timed = 0 } = decision;
  const events: LoggedEvent[] = [];
  let after = ticket;
  for (const event of told) {
    after = evolve(after, event, now);
    const own = events.length >= timed && actor.kind === 'person' && decision.ok;
    const actorId = own ? actor.personId : null;
    events.push({ seq: after.seq, at: now, actorId, version: EVENT_VERSION, event });
  }
  log?.push(...events);
  if (after === null) throw new Error(`${command.type} made no ticket of ${ticketId}`);
  checkDue(after, command.type === 'tick', now);
  foldLoads(batch, ticket, after);
  foldTurns(batch, events);
  batch.tickets.set(ticketId, after);
  const done = { ticketId, repeated: false, ticket: after, events };
  return keep(batch, commandId, decision.ok ? { ok: true, seq: after.seq, ...done } : { ...no(decision), ...done });
}

/** A refusal without what came of it in core's terms. */
function no({ refusal, details }: Refusal<RefusalCode>): Refusal<RefusalCode> {
  return details === undefined ? { ok: false, refusal } : { ok: false, refusal, details };
}

/** Every ticket of the batch as it stands after the acts before. */
function othersIn({ tickets, logs }: Batch): NonNullable<Facts['others']> {
  return new Map([...tickets].map(([id, ticket]) => [id, { ticket, log: logs.get(id) ?? [] }]));
}

function keep(batch: Batch, commandId: string | undefined, decision: HandledDecision): HandledDecision {
  if (commandId !== undefined) {
    const { ticketId } = decision;
    const repeat: HandledDecision = decision.ok
      ? { ok: true, ticketId, seq: decision.seq, repeated: true }
      : { ok: false, ticketId, refusal: decision.refusal, repeated: true };
    batch.known.set(commandId, repeat);
  }
  return decision;
}

/** No ticket in limbo, and no ticket that keeps the sweep spinning: either is a bug in deciding. */
function checkDue(ticket: Ticket, ticked: boolean, now: Instant): void {
  const due = dueAt(ticket);
  if (ticket.status === 'closed') return;
  if (due === null || !Number.isFinite(due)) throw new Error(`ticket ${ticket.id} is open and never due`);
  if (ticked && due <= now) throw new Error(`ticket ${ticket.id} is due again at once: ${due} <= ${now}`);
}

/** Lets the next act of the batch see whose turn it was in this one. */
function foldTurns({ facts }: Batch, events: LoggedEvent[]): void {
  for (const { event } of events) {
    if (event.type !== 'step_reached') continue;
    for (const { rotationId, personId } of event.turns ?? []) facts.turns.set(rotationId, personId);
  }
}

/** Lets the next act of the batch see what this one gave to whom. */
function foldLoads(batch: Batch, before: Ticket | null, after: Ticket): void {
  const [from, to] = [carrierOf(before), carrierOf(after)];
  const [offeredFrom, offeredTo] = [offeredIn(before), offeredIn(after)];
  if (from === to && offeredFrom === offeredTo) return;
  for (const person of batch.facts.roster) {
    const { offers, id } = person;
    const change = Number(id === offeredTo) - Number(id === offeredFrom);
    if (change !== 0) offers[after.channel] = (offers[after.channel] ?? 0) + change;
    if (from === to) continue;
    if (id === from) carryMore(person, after.channel, -1);
    if (id === to) {
      carryMore(person, after.channel, 1);
      person.lastAssignedAt = batch.now;
    }
  }
}

/** To whom a ticket is offered; null = to nobody. */
const offeredIn = (ticket: Ticket | null): PersonId | null =>
  ticket?.distribution?.state === 'offered' ? ticket.distribution.to : null;

function carryMore(person: RosterPerson, channel: Channel, more: 1 | -1): void {
  person.openTickets += more;
  person.load[channel] = (person.load[channel] ?? 0) + more;
}
