import type { PersonId, TicketId } from '#core/ids.ts';
import type { Actor, Role } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { MINUTE, type Duration, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { manualClock, type Clock, type ManualClock } from '#server/platform/clock.ts';
import type { Carrier } from '#server/platform/outbox/carrier.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { createConfigCache } from '#server/sla/config-store.ts';
import { publish, type PathBody } from '#server/sla/store.ts';
import {
  drawMessageId,
  drawTicketId,
  handle,
  type Door,
  type HandledDecision,
  type TicketAct,
} from '#server/ticket/handle.ts';
import type { TestDatabase } from './database.ts';

/** Monday 2026-11-23 09:00 in Zagreb. */
export const MONDAY: Instant = Date.parse('2026-11-23T08:00:00Z');

/** A small Bura Audio in a database: one team, three tiers, always open, 60 minutes to the first reply of severity 3. */
export interface Desk {
  ana: PersonId;
  petra: PersonId;
  lea: PersonId;
  marko: PersonId;
  ivana: PersonId;
  sanja: PersonId;
  teamId: number;
  policyVersionId: number;
  pathVersionId: number;
}

/** How long the parts of the desk's path and policy take; a chaos run shortens them. */
export interface Pace {
  targetMs: Duration;
  waitMs: Duration;
  lastResortEveryMs: Duration;
  remindAfterMs: Duration;
  confirmWithinMs: Duration;
}

export const USUAL: Pace = {
  targetMs: 60 * MINUTE,
  waitMs: 15 * MINUTE,
  lastResortEveryMs: 20 * MINUTE,
  remindAfterMs: 45 * MINUTE,
  confirmWithinMs: 15 * MINUTE,
};

/** Fills an empty, migrated database. */
export async function furnish(tx: Tx, now: Instant, pace: Pace = USUAL): Promise<Desk> {
  const person = (name: string, role: Role, tier: number | null, email: string | null = mail(name)) =>
    addPerson(tx, { name, email, role, tier, language: 'en', timeZone: 'Europe/Zagreb' }, now);
  const ana = await person('Ana', 'customer', null, 'ana@kupac.example');
  const petra = await person('Petra', 'agent', 1);
  const lea = await person('Lea', 'agent', 1);
  const marko = await person('Marko', 'agent', 2);
  const ivana = await person('Ivana', 'lead', 3);
  const sanja = await person('Sanja', 'escalation_manager', null);
  const teamId = await addTeam(tx, 'Billing');
  for (const id of [petra, lea, marko, ivana]) await addMember(tx, teamId, id, id === ivana);
  const calendarVersionId = await publish(
    tx,
    { kind: 'calendar', name: 'Always', body: { timeZone: 'Europe/Zagreb', alwaysOpen: true } },
    now,
  );
  const body = pathOf(calendarVersionId, pace, sanja);
  const pathVersionId = await publish(tx, { kind: 'path', name: 'Billing', body }, now);
  const { targetMs: each } = pace;
  const policyVersionId = await publish(
    tx,
    {
      kind: 'policy',
      name: 'Standard',
      body: {
        targets: [
          {
            kind: 'first_reply',
            targetMs: { S1: Math.ceil(each / 4), S2: each, S3: each, S4: 2 * each },
            calendarVersionId,
            pauseIn: ['on_hold'],
            warnPercents: [50, 80],
          },
        ],
        pathVersionId,
      },
    },
    now,
  );
  return { ana, petra, lea, marko, ivana, sanja, teamId, policyVersionId, pathVersionId };
}

const mail = (name: string): string => `${name.toLowerCase()}@bura.example`;

function pathOf(calendarVersionId: number, pace: Pace, lastResort: PersonId): PathBody {
  const step = { waitMs: pace.waitMs, waitIn: 'wall' as const };
  return {
    calendarVersionId,
    steps: [
      {
        ...step,
        id: 'specialist',
        name: 'Billing specialists',
        direction: 'functional',
        targets: [{ type: 'tier', teamId: null, tier: 2 }],
      },
      {
        ...step,
        id: 'lead',
        name: 'Team lead',
        direction: 'hierarchical',
        targets: [{ type: 'lead', teamId: null }],
      },
    ],
    repeat: 0,
    remindAfterMs: pace.remindAfterMs,
    confirmWithinMs: pace.confirmWithinMs,
    loanIn: 'wall',
    lastResort: [lastResort],
    lastResortEveryMs: pace.lastResortEveryMs,
  };
}

/** Carries nothing: for tests that look at what the door writes, or deliver by hand. */
export const noCarrier: Carrier = { add: async () => {} };

export function doorWith(clock: Clock, carrier: Carrier = noCarrier): Door {
  return { config: createConfigCache(), clock, carrier, mailHost: 'desk.example' };
}

/** A desk in use: everything goes through the door at the time the clock stands at. */
export interface OpenDesk extends Desk {
  db: TestDatabase;
  clock: ManualClock;
  door: Door;
  /** One act, in a transaction of its own. */
  act(act: TicketAct): Promise<HandledDecision>;
  /** Ana writes; the id of her ticket. */
  opens(commandId?: string): Promise<TicketId>;
  /** A person acts on a ticket; words are written with commands that carry a message. */
  does(ticketId: TicketId, by: PersonId, command: Worded, commandId?: string): Promise<HandledDecision>;
  /** Belay looks at the ticket. */
  ticks(ticketId: TicketId): Promise<HandledDecision>;
}

/** A command as people give it: the id of the message that carries its words is drawn when it is done. */
export type Worded = Exclude<TicketCommand, { type: 'open' | 'tick' | 'receive' }> & { words?: string };

export async function openDesk(db: TestDatabase, start: Instant = MONDAY): Promise<OpenDesk> {
  const desk = await db.withTransaction((tx) => furnish(tx, start));
  const clock = manualClock(start);
  const door = doorWith(clock);
  const act = (one: TicketAct): Promise<HandledDecision> =>
    db.withTransaction(async (tx) => (await handle(tx, door, [one]))[0]!);
  return {
    ...desk,
    db,
    clock,
    door,
    act,
    async opens(commandId) {
      const decision = await act(await openingAct(db, desk, clock.current, commandId));
      return decision.ticketId;
    },
    async does(ticketId, by, { words, ...command }, commandId) {
      return act(await actOf(db, desk, ticketId, by, command as TicketCommand, { words, commandId }));
    },
    ticks: (ticketId) => act({ ticketId, command: { type: 'tick' }, actor: { kind: 'system' } }),
  };
}

/** Ana's mail as an act that opens a ticket. */
export async function openingAct(db: Tx, desk: Desk, at: Instant, commandId?: string): Promise<TicketAct> {
  const id = await drawMessageId(db);
  return {
    ticketId: await drawTicketId(db),
    command: {
      type: 'open',
      severity: 'S3',
      topic: 'billing',
      channel: 'email',
      language: 'hr',
      requesterId: desk.ana,
      organisationId: null,
      teamId: desk.teamId,
      policyVersionId: desk.policyVersionId,
      messageId: id,
      receivedAt: at,
    },
    actor: { kind: 'system' },
    subject: 'Charged twice',
    message: { id, authorId: desk.ana, kind: 'message', channel: 'email', at, bodyText: 'You charged me twice.' },
    ...(commandId === undefined ? {} : { commandId }),
  };
}

/** The actor a colleague acts as. */
export function actorOf(desk: Desk, personId: PersonId): Actor {
  const role = personId === desk.ivana ? 'lead' : personId === desk.sanja ? 'escalation_manager' : 'agent';
  const teamIds = personId === desk.sanja ? [] : [desk.teamId];
  return { kind: 'person', personId, role, teamIds, leadOf: personId === desk.ivana ? teamIds : [] };
}

/** A colleague's act with its words. */
export async function actOf(
  db: Tx,
  desk: Desk,
  ticketId: TicketId,
  by: PersonId,
  command: TicketCommand,
  { words, commandId }: { words?: string | undefined; commandId?: string | undefined } = {},
): Promise<TicketAct> {
  const act: TicketAct = { ticketId, command, actor: actorOf(desk, by) };
  if (commandId !== undefined) act.commandId = commandId;
  if (words === undefined) return act;
  const id = await drawMessageId(db);
  const kind = command.type === 'reply' ? 'reply' : 'note';
  act.command = { ...command, messageId: id } as TicketCommand;
  act.message = { id, authorId: by, kind, channel: 'email', bodyText: words };
  return act;
}
