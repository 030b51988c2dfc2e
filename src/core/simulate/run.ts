import type { OrganisationId, PersonId } from '#core/ids.ts';
import { asksAbout, choosePlan } from '#core/matrix/choose-plan.ts';
import type { Actor } from '#core/people/roles.ts';
import type { RefusalCode, TicketCommand } from '#core/ticket/command.ts';
import type { Config, Context } from '#core/ticket/context.ts';
import type { ActiveConfig } from '#core/matrix/active-config.ts';
import { decide } from '#core/ticket/decide.ts';
import { actsAt } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { react } from '#core/ticket/react.ts';
import type { TeamRouting } from '#core/queue/team-routing.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Duration, type Instant } from '#core/time.ts';
import { Fingerprint } from '#core/simulate/fingerprint.ts';
import { newFate, tell, type Fate } from '#core/simulate/fate.ts';
import { acceptanceOf, looksAt } from '#core/simulate/offers.ts';
import { Moments } from '#core/simulate/moments.ts';
import type { Script, ScriptedAct } from '#core/simulate/script.ts';
import { Staff, type SimulatedPerson } from '#core/simulate/staff.ts';

/** The rules and the people that tickets are lived with. */
export interface World {
  config: Config & { active: ActiveConfig };
  people: readonly SimulatedPerson[];
  /** How teams distribute; one that is not among them gives directly. */
  routing: TeamRouting[];
  customerTiers: ReadonlyMap<OrganisationId, string>;
  /**
   * A past of another desk holds nobody who acknowledges. With a length, the first who is called acknowledges so long
   * after the call and says "still mine" whenever asked; null = only those acknowledge who did.
   */
  answersAfterMs: Duration | null;
  /** Nothing happens after this moment. */
  until: Instant;
}

/** What became of all tickets. */
export interface Lived {
  /** In the order of the scripts. */
  fates: Fate[];
  /** How many times each person was told something, in the app or by mail. */
  notices: Map<PersonId, number>;
  /** Decisions that were made. */
  decisions: number;
  /** The same for the same scripts in the same world, whatever machine ran them. */
  fingerprint: string;
}

interface Life {
  script: Script;
  done: number;
  ticket: Ticket | null;
  /** What somebody who was called will do, unless the climb has gone on by then. */
  answer: ScriptedAct | null;
  /** When whoever is offered it takes it. */
  acceptance: ScriptedAct | null;
  /** When somebody is looked for whom it may be offered to. */
  offersAt: Instant;
  fate: Fate;
  /** What a policy that the matrix chooses later measures the past by; kept only when it may. */
  log: LoggedEvent[];
}

/**
 * Lives scripts through the rules of a world, all tickets in one stream of time: acts at the moments at which they were
 * done, timers at the moments at which they are due, with the same decide, evolve and react as the desk itself.
 */
export function run(scripts: readonly Script[], world: World): Lived {
  const simulation = new Simulation(scripts, world);
  simulation.live();
  const { fates, notices, decisions, fingerprint } = simulation;
  return { fates, notices, decisions, fingerprint: fingerprint.digest };
}

class Simulation {
  readonly fingerprint = new Fingerprint();
  readonly notices = new Map<PersonId, number>();
  decisions = 0;
  readonly #world: World;
  readonly #lives: Life[];
  readonly #moments: Moments;
  readonly #staff: Staff;
  readonly #rechooses: boolean;
  /** Who was called last in each rotation. */
  readonly #turns = new Map<string, PersonId>();

  constructor(scripts: readonly Script[], world: World) {
    this.#world = world;
    this.#staff = new Staff(world.people);
    this.#moments = new Moments(scripts.length);
    this.#lives = scripts.map((script) => ({
      script,
      done: 0,
      ticket: null,
      answer: null,
      acceptance: null,
      offersAt: NEVER,
      fate: newFate(script.ticketId),
      log: [],
    }));
    const { matrix } = world.config.active;
    this.#rechooses = matrix !== null && (asksAbout(matrix, 'severities') || asksAbout(matrix, 'topics'));
  }

  get fates(): Fate[] {
    return this.#lives.map(({ fate }) => fate);
  }

  live(): void {
    for (const place of this.#lives.keys()) this.#await(place);
    for (let next = this.#moments.next(); next !== undefined; next = this.#moments.next()) {
      const life = this.#lives[next.place]!;
      if (next.timer) this.#look(life, next.at);
      else this.#act(life, next.at);
      this.#await(next.place);
    }
  }

  /** What is due by itself comes before somebody is looked for. */
  #look(life: Life, at: Instant): void {
    const isDue = life.ticket === null || actsAt(life.ticket) <= at;
    this.#decide(life, { type: isDue ? 'tick' : 'offer' }, SYSTEM, at, false);
  }

  /** Puts down when the ticket is looked at next: at its next act, or at what is due before that. */
  #await(place: number): void {
    const { script, done, ticket, answer, acceptance, offersAt } = this.#lives[place]!;
    const act = script.acts[done];
    const actAt = Math.min(act?.at ?? NEVER, answer?.at ?? NEVER, acceptance?.at ?? NEVER);
    // looks at which nothing is due tell nobody and would be half of the work
    const due = ticket === null ? NEVER : Math.min(actsAt(ticket), offersAt);
    const at = Math.min(actAt, due);
    if (at <= this.#world.until) this.#moments.add({ at, timer: due < actAt, place });
  }

  #act(life: Life, at: Instant): void {
    const { answer, acceptance, script } = life;
    const act = script.acts[life.done];
    if (acceptance !== null && acceptance.at < Math.min(act?.at ?? NEVER, answer?.at ?? NEVER)) {
      life.acceptance = null;
      this.#decide(life, acceptance.command, acceptance.actor, at, false);
    } else if (answer !== null && (act === undefined || answer.at < act.at)) {
      life.answer = null;
      this.#decide(life, onTicket(answer.command, life.ticket), answer.actor, at, false);
    } else if (act !== undefined) {
      life.done += 1;
      const command = act.command.type === 'open' ? this.#planned(act.command, at) : onTicket(act.command, life.ticket);
      const refusal = this.#decide(life, command, act.actor, at, act.imported);
      // what it would have become it is already
      if (refusal !== null && !refusal.startsWith('same_')) life.fate.refused += 1;
    }
  }

  #decide(life: Life, command: TicketCommand, actor: Actor, moment: Instant, imported: boolean): RefusalCode | null {
    const before = life.ticket;
    const now = Math.max(moment, before?.lastEventAt ?? moment);
    const { config, customerTiers, routing } = this.#world;
    const roster = this.#staff.at(now);
    const facts = { roster, routing, turns: this.#turns, customerTiers, log: life.log };
    const context: Context = { now, actor, config, facts, imported };
    const decision = decide(life.script.ticketId, before, command, context);
    this.decisions += 1;
    if (!decision.ok) return decision.refusal;
    let ticket = before;
    const actorId = actor.kind === 'person' ? actor.personId : null;
    for (const [index, event] of decision.events.entries()) {
      ticket = evolve(ticket, event, now);
      if (this.#rechooses) life.log.push({ seq: ticket.seq, at: now, actorId: null, version: 1, event });
      this.#note(life, ticket, event, now, index < decision.timed ? null : actorId);
    }
    if (ticket === null) throw new Error(`${command.type} made no ticket`);
    if (command.type === 'tick' && actsAt(ticket) <= now) {
      throw new Error(`ticket ${ticket.id} is due again at once`);
    }
    this.#staff.carry(before, ticket, now);
    life.ticket = ticket;
    const looks = looksAt({ before, ticket, command: command.type }, { routing, roster, now });
    if (looks !== 'as before') life.offersAt = looks;
    // what is over is let go: of a hundred thousand tickets few are open at a time
    if (ticket.status === 'closed') life.log = [];
    return null;
  }

  #note(life: Life, ticket: Ticket, event: TicketEvent, at: Instant, actorId: PersonId | null): void {
    this.fingerprint.add(ticket.id);
    this.fingerprint.add(at);
    this.fingerprint.addWord(event.type);
    tell(life.fate, event, at, (id) => ticket.escalations.find((each) => each.id === id)!);
    this.#answer(life, event, at);
    const acceptance = acceptanceOf(event, at, { script: life.script, done: life.done, people: this.#world.people });
    if (acceptance !== 'as before') life.acceptance = acceptance;
    for (const effect of react({ seq: ticket.seq, at, actorId, version: 1, event }, ticket)) {
      if (effect.type === 'take_turn') this.#turns.set(effect.rotationId, effect.personId);
      if (effect.type !== 'notify') continue;
      for (const person of effect.personIds) {
        this.fingerprint.add(person);
        this.notices.set(person, (this.notices.get(person) ?? 0) + 1);
      }
    }
  }

  /** What somebody who was just called will do about it. */
  #answer(life: Life, event: TicketEvent, at: Instant): void {
    const { answersAfterMs, people } = this.#world;
    if (answersAfterMs === null) return;
    const answer = (personId: PersonId, answersAt: Instant, command: TicketCommand): void => {
      const person = people.find(({ id }) => id === personId);
      if (person === undefined) return;
      const { role, teamIds, leadOf } = person;
      const actor: Actor = { kind: 'person', personId, role, teamIds, leadOf };
      life.answer = { at: answersAt, actor, command, imported: false };
    };
    if (event.type === 'step_reached' || event.type === 'last_resort_reached') {
      const [first] = event.told;
      const { escalationId } = event;
      if (first !== undefined) answer(first, at + answersAfterMs, { type: 'acknowledge', escalationId });
    }
    if (event.type === 'acknowledgement_reminded') {
      answer(event.by, at, { type: 'confirm', escalationId: event.escalationId });
    }
    if (event.type === 'escalation_ended') life.answer = null;
  }

  /** Opens with what is chosen for something new in this world, whatever was chosen then. */
  #planned(command: Extract<TicketCommand, { type: 'open' }>, now: Instant): TicketCommand {
    const { config, customerTiers } = this.#world;
    const { pathVersionId: _path, matched: _matched, ...open } = command;
    const customerTier = open.organisationId === null ? null : (customerTiers.get(open.organisationId) ?? null);
    const { topic, severity, channel, language } = open;
    const chosen = choosePlan({ topic, severity, channel, language, customerTier, now }, config.active, config);
    if (chosen === null) {
      return { ...open, policyVersionId: config.active.versionOf('policy', config.policy(open.policyVersionId).name) };
    }
    const { policyVersionId, pathVersionId, because: matched } = chosen;
    return { ...open, policyVersionId, matched, ...(pathVersionId === null ? {} : { pathVersionId }) };
  }
}

const SYSTEM: Actor = { kind: 'system' };

/** A command of the past aimed at what the ticket is now: the climb that is live, as far as it has come. */
function onTicket(command: TicketCommand, ticket: Ticket | null): TicketCommand {
  const live = ticket?.escalations.findLast(({ status }) => status !== 'ended');
  if (command.type === 'escalate') return { ...command, firing: live?.firing ?? null };
  return 'escalationId' in command && live !== undefined ? { ...command, escalationId: live.id } : command;
}
