import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TicketCommand } from '#core/ticket/command.ts';
import { dueAt } from '#core/ticket/due.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { Instant } from '#core/time.ts';
import { PATH_OF_TWO } from '#test/harness/core.ts';
import { WEIGHTS } from '#test/harness/life-weights.ts';
import { live, REPLACES_CLOCK } from '#test/harness/lives.ts';
import { movesOnAt } from '#test/harness/moves-on.ts';
import { lives, reportLife, tellLife, type Life } from '#test/harness/told-life.ts';

const LONG = process.env['BELAY_LONG'] === '1';
const LIVES = LONG ? 6_500 : 200;
const COMMANDS = LONG ? 100_000 : 3_000;
/** So often each kind is done at least in a long run: what was never done was never proven. */
const OFTEN = 10;
const PATIENCE = { timeout: LONG ? 900_000 : 60_000 };

/** Every kind that a life asks for. */
const KINDS = (Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[])
  .filter((kind) => kind !== 'sweep')
  .filter((kind) => WEIGHTS[kind] > 0);

/** What is looked at after each act: the ticket before and after, what happened, and how the people stood. */
interface Moment {
  before: Ticket;
  ticket: Ticket;
  news: LoggedEvent[];
  now: Instant;
  ticked: boolean;
  roster: RosterPerson[];
}

/** The invariants, by their number. */
const LAWS: Record<string, (moment: Moment) => void> = {
  '1: what happened is what there is'({ before, ticket, news }) {
    const stored: LoggedEvent[] = JSON.parse(JSON.stringify(news));
    expect(stored.reduce<Ticket>((state, { event, at }) => evolve(state, event, at), before)).toEqual(ticket);
  },
  '2: only what runs has a moment to come'({ ticket }) {
    for (const clock of ticket.clocks) {
      if (clock.state === 'running') expect(clock.dueAt).not.toBeNull();
      else expect(clock).not.toHaveProperty('dueAt');
    }
  },
  '3: nothing is used that did not pass'({ ticket, now }) {
    for (const { bankedMs, startedAt } of ticket.clocks) {
      expect(bankedMs).toBeGreaterThanOrEqual(0);
      expect(bankedMs).toBeLessThanOrEqual(now - startedAt);
    }
  },
  '4 and 8: a breach is dated between start and look, and stays; nothing stopped is missed'({ before, ticket, news }) {
    const isUndone = news.some(({ event }) => REPLACES_CLOCK.has(event.type));
    for (const clock of ticket.clocks) {
      const { breachedAt, startedAt, key, cycle } = clock;
      if (breachedAt !== null) expect(breachedAt).toBeGreaterThanOrEqual(startedAt);
      const earlier = before.clocks.find((each) => each.key === key && each.cycle === cycle);
      if (earlier === undefined || isUndone || earlier.startedAt !== startedAt) continue;
      if (earlier.breachedAt !== null) expect(breachedAt).toBe(earlier.breachedAt);
      if (clock.state === 'stopped' && earlier.state === 'stopped' && clock.stoppedAt === earlier.stoppedAt) {
        if (clock.outcome === earlier.outcome) expect(breachedAt).toBe(earlier.breachedAt);
      }
    }
  },
  '10: whatever climbs has a moment at which it goes on'({ ticket }) {
    if (ticket.status !== 'closed') expect(Number.isFinite(dueAt(ticket) ?? Number.NaN)).toBe(true);
    for (const escalation of ticket.escalations) {
      if (escalation.status === 'ended') continue;
      expect(Number.isFinite(movesOnAt(ticket, escalation))).toBe(true);
    }
  },
  'one path has one live escalation'({ ticket }) {
    const live = ticket.escalations.filter(({ status }) => status !== 'ended');
    expect(new Set(live.map(({ pathVersionId }) => pathVersionId)).size).toBe(live.length);
  },
  '11 and 12: each firing is one more than the one before'({ before, news }) {
    const firings = new Map(before.escalations.map(({ id, firing }) => [id, firing]));
    for (const { event } of news) {
      if (event.type === 'escalation_carried_over') firings.set(event.escalationId, event.escalation.firing);
      if (event.type !== 'step_reached' && event.type !== 'last_resort_reached') continue;
      expect(event.firing).toBe((firings.get(event.escalationId) ?? 0) + 1);
      firings.set(event.escalationId, event.firing);
    }
  },
  // a reason that calls a higher step is no timer: it may come with the first
  '13: however late the look, time moves an escalation by one firing'({ news, ticked }) {
    if (!ticked) return;
    const fired = news.flatMap(({ event }) =>
      (event.type === 'step_reached' || event.type === 'last_resort_reached') && event.cause !== 'raised'
        ? event.escalationId
        : [],
    );
    expect(fired).toEqual([...new Set(fired)]);
  },
  '14: whoever a step tells could be told'({ news, roster }) {
    for (const { event } of news) {
      if (event.type !== 'step_reached') continue;
      for (const told of event.told) expect(roster.find(({ id }) => id === told)).toMatchObject({ reachable: true });
    }
  },
  'what is to come is what the hours say: read again by the same rules of time zones, nothing moves'({ news }) {
    for (const { event } of news) expect(event).not.toHaveProperty('zoneData');
  },
  'a tier is from 1 on, moved only by people, and given down to where it was assigned'({ before, ticket, news }) {
    expect(Math.min(ticket.tier, ticket.assignedTier)).toBeGreaterThanOrEqual(1);
    const moves = news.flatMap((logged) => (logged.event.type === 'tier_changed' ? [logged] : []));
    for (const { actorId } of moves) expect(actorId).not.toBeNull();
    const isOpen = ticket.status !== 'solved' && ticket.status !== 'closed';
    const isHeld = ticket.escalations.some(({ status }) => status !== 'ended');
    if (isOpen && !isHeld && ticket.legs.every(({ status }) => status === 'ended')) {
      expect(ticket.tier).toBe(ticket.assignedTier);
    }
    if (moves.length === 0) expect(ticket.tier).toBe(before.tier);
  },
  'a tier moves no clock of the customer'({ news }) {
    for (const [index, { event }] of news.entries()) {
      if (event.type !== 'tier_changed') continue;
      for (const { event: next } of news.slice(index + 1)) {
        if (next.type !== 'clock_started' && next.type !== 'clock_stopped') break;
        expect(next.type === 'clock_started' ? next.clock.kind : next.clock).toBe('owner');
      }
    }
  },
  'time does not run back, and nothing is numbered twice'({ before, news }) {
    expect(news.map(({ seq }) => seq)).toEqual(news.map((_, index) => before.seq + 1 + index));
    for (const { at } of news) expect(at).toBeGreaterThanOrEqual(before.lastEventAt);
  },
};

/** How often each kind was done, of all lives. */
type Done = Map<TicketCommand['type'], number>;

function lawful({ script, changes }: Life, done: Done): number {
  let before: Ticket | null = null;
  let read = 0;
  live(
    script,
    ({ ticket, log }, now, ticked, roster) => {
      const news = log.slice(read);
      read = log.length;
      if (before !== null) {
        for (const law of Object.values(LAWS)) law({ before, ticket, news, now, ticked, roster });
      }
      before = ticket;
      if (ticked && ticket.status !== 'closed') expect(dueAt(ticket)).toBeGreaterThan(now);
    },
    PATH_OF_TWO,
    {
      changes,
      merges: true,
      heard(_now, _by, { type }, { ok }) {
        if (ok) done.set(type, (done.get(type) ?? 0) + 1);
      },
    },
  );
  return script.acts.length;
}

test('whatever people, customers, machines and time do to a ticket, the invariants hold', PATIENCE, () => {
  let commands = 0;
  const done: Done = new Map();
  fc.assert(
    fc.property(lives, (life) => {
      commands += lawful(life, done);
    }),
    { numRuns: LIVES, reporter: reportLife },
  );
  // as many as are promised
  expect(commands).toBeGreaterThan(COMMANDS);
  if (LONG) expect(KINDS.filter((kind) => (done.get(kind) ?? 0) < OFTEN)).toEqual([]);
});

test('a law that does not hold is shown by a short life that can be read', () => {
  const never = fc.property(lives, ({ script, changes }) => {
    live(script, ({ ticket }) => expect(ticket.status).not.toBe('solved'), PATH_OF_TWO, { changes, merges: true });
  });
  let said = '';
  try {
    fc.assert(never, { seed: 3, numRuns: 500, reporter: reportLife });
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toMatch(/: \w+ .* → .*ticket_solved/);
  const lines = said.slice(said.indexOf('in this life')).split('\n');
  expect(lines.length).toBeLessThanOrEqual(4);
});

test('a life that is told twice is told alike', () => {
  fc.assert(
    fc.property(lives, (life) => {
      expect(tellLife(life)).toBe(tellLife(life));
    }),
    { numRuns: 20 },
  );
});
