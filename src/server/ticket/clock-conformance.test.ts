import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SYSTEM } from '#core/people/roles.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { publish, type CalendarBody } from '#server/sla/store.ts';
import {
  policyBody,
  saidBy,
  type ClockCase,
  type SlaCase,
  type SlaFile,
} from '#test/conformance-adapters/clock-case.ts';
import { clockDifference, type Sight } from '#test/conformance-adapters/clock-seen.ts';
import { changeBefore, ticksUntil } from '#test/conformance-adapters/sla-clocks.ts';
import { testDatabase } from '#test/harness/database.ts';
import { actorOf, openDesk } from '#test/harness/desk.ts';
import { readLogs } from './event-store.ts';
import { drawTicketId, handle, MOST_ACTS, type TicketAct } from './handle.ts';
import { loadTickets } from './ticket-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);

/** One observation of a case: what is done to its ticket, in order, and what is seen afterwards. */
interface Life {
  name: string;
  ticketId: number;
  acts: TicketAct[];
  observed: SlaCase['observe'][number];
  testCase: SlaCase;
}

/** The ids of everything the cases of a file name. */
interface Published {
  path: number;
  calendar(name: string): number;
  policy(testCase: SlaCase, clocks: ClockCase[]): number;
}

const policiesOf = ({ policy, timeline }: SlaCase): ClockCase[][] => [
  policy.clocks,
  ...timeline.flatMap(({ clocks }) => (clocks === undefined ? [] : [clocks])),
];

async function publishAll(file: SlaFile): Promise<Published> {
  const at = desk.clock.current;
  return db.withTransaction(async (tx) => {
    const calendars = new Map<string, number>();
    for (const [name, body] of Object.entries(file.calendars)) {
      const draft = { kind: 'calendar', name: `Case ${name}`, body: body as CalendarBody } as const;
      calendars.set(name, await publish(tx, draft, at));
    }
    const names = { path: desk.pathVersionId, calendar: (name: string) => calendars.get(name)! };
    const policies = new Map<string, number>();
    const spelt = ({ policy }: SlaCase, clocks: ClockCase[]) => JSON.stringify([clocks, policy.reopen]);
    for (const testCase of file.cases) {
      for (const clocks of policiesOf(testCase)) {
        if (policies.has(spelt(testCase, clocks))) continue;
        const body = policyBody(clocks, testCase.policy.reopen, names);
        policies.set(spelt(testCase, clocks), await publish(tx, { kind: 'policy', name: 'Case', body }, at));
      }
    }
    return { ...names, policy: (testCase, clocks) => policies.get(spelt(testCase, clocks))! };
  });
}

async function livesOf(file: SlaFile): Promise<Life[]> {
  const published = await publishAll(file);
  const lives: Life[] = [];
  for (const testCase of file.cases) {
    for (const observed of testCase.observe) {
      const ticketId = await drawTicketId(db);
      const acts = actsOf(ticketId, testCase, Date.parse(observed.at), published);
      lives.push({ name: `${testCase.id} at ${observed.at}`, ticketId, acts, observed, testCase });
    }
  }
  return lives;
}

function actsOf(ticketId: number, testCase: SlaCase, until: Instant, published: Published): TicketAct[] {
  let messages = 0;
  const speech = {
    messageId: () => (messages += 1),
    agentId: desk.petra,
    customerId: desk.ana,
    policyVersion: (clocks: ClockCase[]) => published.policy(testCase, clocks),
    calendarVersion: published.calendar,
  };
  const petra = actorOf(desk, desk.petra);
  const actors = { agent: petra, customer: { ...petra, role: 'customer' as const }, system: SYSTEM };
  const tick = (at: Instant): TicketAct => ({ ticketId, command: { type: 'tick' }, actor: SYSTEM, at });
  const waiting = ticksUntil(testCase, until);
  const acts: TicketAct[] = [];
  for (const entry of testCase.timeline) {
    const at = Date.parse(entry.at);
    if (at > until) continue;
    while (acts.length > 0 && waiting[0] !== undefined && waiting[0] <= at) acts.push(tick(waiting.shift()!));
    if (entry.event === 'ticket_created')
      acts.push(opening(ticketId, at, entry.by === 'agent', speech.policyVersion(testCase.policy.clocks)));
    for (const { command, by } of saidBy(entry, speech)) acts.push({ ticketId, command, actor: actors[by], at });
  }
  return [...acts, ...waiting.map(tick), tick(until)];
}

function opening(ticketId: number, at: Instant, byAgent: boolean, policyVersionId: number): TicketAct {
  return {
    ticketId,
    at,
    actor: byAgent ? actorOf(desk, desk.petra) : SYSTEM,
    subject: 'A case',
    command: {
      type: 'open',
      severity: 'S3',
      topic: 'billing',
      channel: 'email',
      language: 'en',
      requesterId: desk.ana,
      organisationId: null,
      teamId: desk.teamId,
      policyVersionId,
      messageId: 0,
      receivedAt: at,
      openedBy: byAgent ? 'agent' : 'customer',
    },
  };
}

/** Does what is to be done to all of them, at most two acts a ticket in one transaction, so that most is read again. */
async function liveAll(lives: Life[]): Promise<void> {
  const rounds = Math.max(...lives.map(({ acts }) => Math.ceil(acts.length / 2)));
  for (let round = 0; round < rounds; round += 1) {
    const due = lives.flatMap(({ acts }) => acts.slice(round * 2, round * 2 + 2));
    for (let from = 0; from < due.length; from += MOST_ACTS) {
      await db.withTransaction((tx) => handle(tx, desk.door, due.slice(from, from + MOST_ACTS)));
    }
  }
}

test.each(['sla-clocks.json', 'sla-clocks-random.json'])(
  'every observation of %s shows through the database, with ticks at random instants',
  { timeout: 240_000 },
  async (name) => {
    const file: SlaFile = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../test/conformance', name), 'utf8'),
    );
    const lives = await livesOf(file);
    await liveAll(lives);
    const ids = lives.map(({ ticketId }) => ticketId);
    const { tickets, logs } = await db.withTransaction(async (tx) => ({
      tickets: await loadTickets(tx, ids),
      logs: await readLogs(tx, ids),
    }));
    const differing = lives.flatMap(({ ticketId, observed, testCase, name: called }) => {
      const ticket = tickets.get(ticketId)!;
      const replayed = logs.get(ticketId)!.reduce<Ticket | null>((one, { event, at }) => evolve(one, event, at), null)!;
      const now = Date.parse(observed.at);
      const sight: Sight = {
        now,
        changedAt: changeBefore(testCase, now),
        hoursOf: ({ calendarVersionId }) => desk.door.config.calendar(calendarVersionId).hours,
      };
      const differs = clockDifference(ticket, sight, observed.expected);
      const byKey = ({ clocks }: Ticket) => clocks.toSorted((one, other) => one.key.localeCompare(other.key));
      expect({ ...replayed, clocks: byKey(replayed) }).toEqual({ ...ticket, clocks: byKey(ticket) });
      return differs === null ? [] : `${called}: ${differs}`;
    });
    expect(differing).toEqual([]);
  },
);
