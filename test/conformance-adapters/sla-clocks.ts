import type { BusinessHours } from '#core/sla/business-hours.ts';
import { SYSTEM } from '#core/people/roles.ts';
import type { Policy } from '#core/sla/policy.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Config } from '#core/ticket/context.ts';
import { decide } from '#core/ticket/decide.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { ANA, as, EVERYBODY, OPEN, PATH_OF_TWO, PETRA } from '#test/harness/core.ts';
import {
  hoursByName,
  policyBody,
  saidBy,
  type ClockCase,
  type SlaCase,
  type SlaFile,
  type Said,
  type Speech,
} from './clock-case.ts';
import { clockDifference } from './clock-seen.ts';
import type { Adapter } from './conformance.ts';

/**
 * Lives every observation of a case twice through the ticket machine: looked at only at the end, and looked at by
 * ticks in between. Both must show what the case expects, and the log of each must replay to the same ticket.
 */
export const runSlaClocks: Adapter<SlaFile, SlaCase> = (file, testCase) => {
  const world = worldOf(file, testCase);
  for (const { at, expected } of testCase.observe) {
    const now = Date.parse(at);
    for (const ticks of [[], ticksUntil(testCase, now)]) {
      const { ticket, log } = live(world, testCase, now, ticks);
      const changedAt = changeBefore(testCase, now);
      const sight = {
        now,
        changedAt,
        hoursOf: (clock: { calendarVersionId: number }) => world.hours[clock.calendarVersionId]!,
      };
      const differs = clockDifference(ticket, sight, expected);
      const how = ticks.length === 0 ? 'looked at once' : 'with ticks';
      if (differs !== null) return `at ${at}, ${how}: ${differs}`;
      if (JSON.stringify(replayed(log)) !== JSON.stringify(ticket))
        return `at ${at}, ${how}: the log replays otherwise`;
    }
  }
  return null;
};

/** The versions a case needs; a calendar's id is its place in the file. */
interface World {
  config: Config;
  hours: BusinessHours[];
  calendarVersion(name: string): number;
  policyVersion(clocks: ClockCase[]): number;
}

function worldOf(file: SlaFile, { policy }: SlaCase): World {
  const names = [...hoursByName(file)];
  const hours = names.map(([, each]) => each);
  const policies: Policy[] = [];
  const calendarVersion = (name: string): number => names.findIndex(([each]) => each === name);
  const policyVersion = (clocks: ClockCase[]): number => {
    const versionId = policies.length;
    const body = policyBody(clocks, policy.reopen, { calendar: calendarVersion, path: PATH_OF_TWO.versionId });
    policies.push({ kind: 'policy', versionId, name: `Case ${versionId}`, ...body });
    return versionId;
  };
  const config: Config = {
    calendar: (id) => ({
      kind: 'calendar',
      versionId: id,
      name: names[id]?.[0] ?? 'Path',
      hours: hours[id] ?? hours[0]!,
    }),
    policy: (id) => policies[id]!,
    path: () => PATH_OF_TWO,
  };
  return { config, hours, calendarVersion, policyVersion };
}

/** When the policy or the hours last changed. */
export function changeBefore({ timeline }: SlaCase, now: Instant): Instant {
  const changes = timeline.filter(({ event }) => event === 'policy' || event === 'calendar');
  return Math.max(0, ...changes.map(({ at }) => Date.parse(at)).filter((at) => at <= now));
}

/** Moments spread over the case, the same every time. */
export function ticksUntil({ id, timeline }: SlaCase, until: Instant): Instant[] {
  const from = Date.parse(timeline[0]!.at);
  let seed = Array.from(id).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: 8 }, () => {
    seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
    return from + Math.floor((seed / 2 ** 32) * Math.max(0, until - from));
  }).toSorted((one, other) => one - other);
}

function live(world: World, { policy, timeline }: SlaCase, until: Instant, ticks: Instant[]) {
  const log: LoggedEvent[] = [];
  let ticket: Ticket | null = null;
  const act = (now: Instant, command: TicketCommand, by: Said['by']): void => {
    const facts = { roster: EVERYBODY, log };
    const actor = by === 'system' ? SYSTEM : { ...as(PETRA), role: by };
    const decision = decide(1, ticket, command, { now, actor, config: world.config, facts });
    if (!decision.ok) return;
    for (const event of decision.events) {
      ticket = evolve(ticket, event, now);
      log.push({ seq: ticket.seq, at: now, actorId: null, version: 1, event });
    }
  };
  let messages = 1;
  const speech: Speech = { ...world, messageId: () => (messages += 1), agentId: PETRA, customerId: ANA };
  const waiting = [...ticks];
  for (const entry of timeline) {
    const now = Date.parse(entry.at);
    if (now > until) continue;
    while (ticket !== null && waiting[0] !== undefined && waiting[0] <= now)
      act(waiting.shift()!, { type: 'tick' }, 'system');
    if (entry.event === 'ticket_created') {
      const openedBy = entry.by === 'agent' ? 'agent' : 'customer';
      const policyVersionId = world.policyVersion(policy.clocks);
      act(now, { ...OPEN, receivedAt: now, policyVersionId, openedBy }, openedBy === 'agent' ? 'agent' : 'system');
    }
    for (const { command, by } of saidBy(entry, speech)) act(now, command, by);
  }
  for (const now of waiting) act(now, { type: 'tick' }, 'system');
  act(until, { type: 'tick' }, 'system');
  if (ticket === null) throw new Error('the case opens no ticket');
  return { ticket: ticket as Ticket, log };
}

function replayed(log: LoggedEvent[]): Ticket | null {
  const stored: LoggedEvent[] = JSON.parse(JSON.stringify(log));
  return stored.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);
}
