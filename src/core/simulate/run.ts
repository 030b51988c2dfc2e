import type { PersonId } from '#core/ids.ts';
import { asksAbout } from '#core/matrix/choose-plan.ts';
import { SYSTEM, type Actor } from '#core/people/roles.ts';
import type { RefusalCode, TicketCommand } from '#core/ticket/command.ts';
import type { Context, Facts } from '#core/ticket/context.ts';
import { decide } from '#core/ticket/decide.ts';
import { actsAt } from '#core/ticket/due.ts';
import { react } from '#core/ticket/react.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';
import { concerns } from '#core/simulate/concerns.ts';
import { Fingerprint } from '#core/simulate/fingerprint.ts';
import { tell } from '#core/simulate/fate.ts';
import { Lives, type Life } from '#core/simulate/lives.ts';
import { looksAt } from '#core/simulate/offers.ts';
import { Moments } from '#core/simulate/moments.ts';
import { onTicket, opensIn } from '#core/simulate/now.ts';
import { Queues } from '#core/simulate/queues.ts';
import type { Script } from '#core/simulate/script.ts';
import { Staff, type Turned } from '#core/simulate/staff.ts';
import { plan, takeFirst, willAt, type Assumed } from '#core/simulate/will.ts';
import type { Lived, World } from '#core/simulate/world.ts';

/**
 * Lives scripts through the rules of a world, all tickets in one stream of time: acts at the moments at which they were
 * done, timers at the moments at which they are due, with the same decide, evolve and react as the desk itself.
 */
export function run(scripts: readonly Script[], world: World): Lived {
  const simulation = new Simulation(scripts, world);
  simulation.live();
  return simulation.lived;
}

// places in the stream of time: the people first, then each team's queue, then the tickets
const PEOPLE = 0;
const QUEUES = 1;

class Simulation {
  readonly #fingerprint = new Fingerprint();
  readonly #notices = new Map<PersonId, number>();
  readonly #breaksGiven = new Map<PersonId, number>();
  #decisions = 0;
  readonly #world: World;
  readonly #lives: Lives;
  readonly #moments: Moments;
  readonly #staff: Staff;
  readonly #queues: Queues;
  readonly #actor: Assumed['actor'];
  readonly #facts: Facts;
  readonly #rechooses: boolean;
  /** Where the first ticket is in the stream. */
  readonly #first: number;
  /** Tickets that are neither solved nor closed. */
  readonly #open = new Set<number>();
  /** Who was called last in each rotation. */
  readonly #turns = new Map<string, PersonId>();
  readonly #turned: Turned[] = [];

  constructor(scripts: readonly Script[], world: World) {
    this.#world = world;
    this.#staff = new Staff(world.people);
    this.#queues = new Queues(world.teams);
    this.#actor = (personId) => this.#staff.actor(personId);
    this.#first = QUEUES + world.teams.length;
    this.#moments = new Moments(this.#first + scripts.length);
    this.#lives = new Lives(scripts);
    const { config, approvals, customerTiers } = world;
    const { matrix } = config.active;
    this.#rechooses = matrix !== null && (asksAbout(matrix, 'severities') || asksAbout(matrix, 'topics'));
    const { roster } = this.#staff;
    this.#facts = { roster, routing: this.#queues.routing, approvals, turns: this.#turns, customerTiers };
  }

  get lived(): Lived {
    return {
      fates: this.#lives.fates,
      notices: this.#notices,
      overloads: this.#queues.overloads(this.#world.until),
      breaksGiven: this.#breaksGiven,
      mostHeld: this.#staff.mostHeld,
      decisions: this.#decisions,
      fingerprint: this.#fingerprint.digest,
    };
  }

  live(): void {
    const first = this.#lives.next();
    if (first === null) return;
    this.#turn(first.at);
    this.#awaitTicket(first);
    for (let next = this.#moments.next(); next !== undefined; next = this.#moments.next()) {
      // shifts go on without end: when no ticket is left, nobody waits for them
      if (next.place === PEOPLE && this.#moments.length === 0 && this.#open.size === 0) return;
      if (next.place === PEOPLE) this.#turn(next.at);
      else if (next.place < this.#first) this.#forecast(next.place - QUEUES, next.at);
      else this.#live(next.place - this.#first, next.at, next.timer);
      for (let turned = this.#turned.pop(); turned !== undefined; turned = this.#turned.pop()) {
        this.#followPerson(turned, next.at);
      }
    }
  }

  #live(place: number, at: Instant, timer: boolean): void {
    const life = this.#lives.of(place);
    // what is due by itself comes before somebody is looked for
    if (timer) this.#decide(place, { type: life.actsAt <= at ? 'tick' : 'offer' }, SYSTEM, at);
    else this.#act(place, at);
    this.#await(place);
  }

  /** Puts down when the ticket is looked at next: at its next act, or at what is due before that. */
  #await(place: number): void {
    const life = this.#lives.of(place);
    const actAt = Math.min(life.script.acts[life.done]?.at ?? NEVER, willAt(life.will));
    // looks at which nothing is due tell nobody and would be half of the work
    const due = Math.min(life.actsAt, life.offersAt);
    const at = Math.min(actAt, due);
    if (at <= this.#world.until) this.#moments.add({ at, timer: due < actAt, place: this.#first + place });
    else if (at === NEVER) this.#lives.letGo(place);
  }

  #awaitTicket(next: { at: Instant; place: number } | null): void {
    if (next === null || next.at > this.#world.until) return;
    this.#moments.add({ at: next.at, timer: false, place: this.#first + next.place });
  }

  #act(place: number, at: Instant): void {
    const life = this.#lives.of(place);
    const act = life.script.acts[life.done];
    if (act === undefined || willAt(life.will) < act.at) {
      const willed = takeFirst(life.will);
      if (willed !== null) this.#decide(place, onTicket(willed.command, life.ticket), willed.actor, at);
      return;
    }
    if (life.done === 0) this.#awaitTicket(this.#lives.next());
    life.done += 1;
    const command =
      act.command.type === 'open' ? opensIn(this.#world, act.command, at) : onTicket(act.command, life.ticket);
    const refusal = this.#decide(place, command, act.actor, at, act.imported);
    // what it would have become it is already
    if (refusal !== null && !refusal.startsWith('same_')) life.fate.refused += 1;
  }

  #decide(place: number, command: TicketCommand, actor: Actor, moment: Instant, imported = false): RefusalCode | null {
    const life = this.#lives.of(place);
    const before = life.ticket;
    const now = Math.max(moment, before?.lastEventAt ?? moment);
    const facts = this.#rechooses ? { ...this.#facts, log: life.log } : this.#facts;
    const context: Context = { now, actor, config: this.#world.config, facts, imported };
    const decision = decide(life.script.ticketId, before, command, context);
    this.#decisions += 1;
    if (!decision.ok) return decision.refusal;
    const { events, tickets, timed } = decision;
    const ticket = tickets.at(-1) ?? before;
    if (ticket === null) throw new Error(`${command.type} made no ticket`);
    const actorId = actor.kind === 'person' ? actor.personId : null;
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index]!;
      const after = tickets[index]!;
      const logged: LoggedEvent = {
        seq: after.seq,
        at: now,
        actorId: index < timed ? null : actorId,
        version: 1,
        event,
      };
      if (this.#rechooses) life.log.push(logged);
      this.#note(life, after, logged);
    }
    this.#becomes(place, ticket, command.type, now);
    if (command.type === 'tick' && life.actsAt <= now) throw new Error(`ticket ${ticket.id} is due again at once`);
    return null;
  }

  /** Puts down what the ticket is now, and what others make of it. */
  #becomes(place: number, ticket: Ticket, command: TicketCommand['type'], now: Instant): void {
    const life = this.#lives.of(place);
    const before = life.ticket;
    this.#staff.carry(before, ticket, now);
    life.ticket = ticket;
    life.actsAt = actsAt(ticket);
    const { routing } = this.#queues;
    const looks = looksAt({ before, ticket, command }, { routing, roster: this.#staff.roster, now });
    if (looks !== 'as before') life.offersAt = looks;
    if (before?.status !== ticket.status) {
      if (ticket.status === 'solved' || ticket.status === 'closed') this.#open.delete(place);
      else this.#open.add(place);
    }
    if (routing.length > 0) this.#awaitForecast(this.#queues.follow(before, ticket, place), now);
    if (ticket.status === 'closed') life.log = [];
  }

  #note(life: Life, ticket: Ticket, logged: LoggedEvent): void {
    const { event, at } = logged;
    this.#fingerprint.add(ticket.id);
    this.#fingerprint.add(at);
    this.#fingerprint.addWord(event.type);
    tell(life.fate, event, at, (id) => ticket.escalations.find((each) => each.id === id)!);
    const assumed = { world: this.#world, script: life.script, done: life.done, roster: this.#staff.roster };
    plan(life.will, event, ticket, at, { ...assumed, actor: this.#actor });
    for (const effect of react(logged, ticket)) {
      if (effect.type === 'take_turn') this.#turns.set(effect.rotationId, effect.personId);
      if (effect.type === 'tell_agent') this.#count(effect.personId, effect.word, at);
      if (effect.type === 'notify') this.#notify(effect.personIds);
    }
  }

  #notify(personIds: readonly PersonId[]): void {
    for (const person of personIds) {
      this.#fingerprint.add(person);
      this.#notices.set(person, (this.#notices.get(person) ?? 0) + 1);
    }
  }

  #count(personId: PersonId, word: 'offer_missed' | 'offer_accepted', at: Instant): void {
    const turned = this.#staff.count(personId, word, at);
    if (turned.length === 0) return;
    this.#breaksGiven.set(personId, (this.#breaksGiven.get(personId) ?? 0) + 1);
    this.#turned.push(...turned);
    this.#awaitPeople();
  }

  #turn(at: Instant): void {
    this.#turned.push(...this.#staff.turn(at));
    this.#awaitPeople();
  }

  #awaitPeople(): void {
    const at = this.#staff.changesAt;
    if (at <= this.#world.until) this.#moments.add({ at, timer: false, place: PEOPLE });
  }

  /** What hangs on somebody is looked at again: what they hold or were to decide, what they are offered, their teams. */
  #followPerson({ person, how }: Turned, now: Instant): void {
    const teams = this.#actor(person)?.teamIds ?? [];
    for (const index of this.#queues.turned(teams)) this.#awaitForecast(index, now);
    if (how === 'back') return this.#wake(teams, now);
    const present = this.#staff.roster.find(({ id }) => id === person)!;
    const isOffered = Object.values(present.offers).some((count) => count > 0);
    if (how !== 'absent' && !isOffered) return;
    for (const place of this.#open) {
      const { ticket } = this.#lives.of(place);
      if (ticket === null || !concerns(ticket, person, how)) continue;
      this.#decide(place, { type: 'recheck' }, SYSTEM, now);
      this.#await(place);
    }
  }

  #wake(teamIds: readonly number[], now: Instant): void {
    for (const [index, { teamId }] of this.#queues.routing.entries()) {
      if (!teamIds.includes(teamId)) continue;
      for (const place of this.#queues.waiting(index)) {
        this.#lives.of(place).offersAt = now;
        this.#await(place);
      }
    }
  }

  #awaitForecast(index: number | null, now: Instant): void {
    if (index === null) return;
    const at = Math.max(now, this.#queues.dueAt(index));
    if (at <= this.#world.until) this.#moments.add({ at, timer: true, place: QUEUES + index });
  }

  /** The lead is told of what will be late, the ticket that would be first climbs, and help is asked for at once. */
  #forecast(index: number, now: Instant): void {
    const breaksOf = (person: PersonId) => this.#staff.breaksOf(person);
    const { roster } = this.#staff;
    const events = this.#queues.forecast(index, { roster, breaksOf, config: this.#world.config, now });
    for (const { to, team, place } of events) {
      if (to !== 'calm' && place !== null) {
        const leads = roster.filter(({ active, leadOf }) => active && leadOf.includes(team.teamId));
        this.#notify(leads.map(({ id }) => id));
        if (to === 'overloaded') {
          this.#decide(place, { type: 'signal', kind: 'overload', evidence: [], confidence: 1 }, SYSTEM, now);
          this.#await(place);
        }
      }
      if (team.mode === 'push') this.#wake([team.teamId], now);
    }
    this.#awaitForecast(index, now);
  }
}
