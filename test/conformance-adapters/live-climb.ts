import type { Path } from '#core/escalation/path.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Actor } from '#core/people/roles.ts';
import { compileCalendar } from '#core/sla/business-hours.ts';
import type { Config } from '#core/ticket/context.ts';
import { decide } from '#core/ticket/decide.ts';
import { dueAt } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { react } from '#core/ticket/react.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { MINUTE, type Instant } from '#core/time.ts';
import type { ClimbAnswer, ClimbCase, Happening } from '#test/conformance-adapters/climb-case.ts';
import { reporter, stateOf } from '#test/conformance-adapters/climb-report.ts';
import { at, DESK, minuteOf, pathOf, worldOf, type World } from '#test/conformance-adapters/climb-world.ts';
import { OPEN } from '#test/harness/core.ts';

/** One ticket lives through a case: every act passes `decide`, and Belay looks at each of its due moments. */
export function liveClimb(testCase: ClimbCase): ClimbAnswer {
  const world = worldOf(testCase);
  const paths = new Map<number, Path>();
  const publish = (path: ClimbCase['policy']): number => {
    paths.set(paths.size + 1, pathOf(path, paths.size + 1, world));
    return paths.size;
  };
  publish(testCase.policy);
  for (const each of testCase.timeline) if ('by' in each) world.idOf(each.by);
  const report = reporter(testCase, world, paths);
  const config = configOf(paths);
  let ticket: Ticket | null = null;
  const act = (now: Instant, command: TicketCommand, actor: Actor = { kind: 'system' }): string | null => {
    const decision = decide(1, ticket, command, { now, actor, config, facts: world.factsAt(now) });
    if (!decision.ok) return decision.refusal;
    for (const [index, event] of decision.events.entries()) {
      ticket = evolve(ticket, event, now);
      const actorId = actor.kind === 'person' && index >= decision.timed ? actor.personId : null;
      const effects = react({ seq: ticket.seq, at: now, actorId, version: 1, event }, ticket);
      for (const effect of effects) if (effect.type === 'take_turn') world.tookTurn(effect.rotationId, effect.personId);
      report.hear(event, now, effects);
      report.loopIs(ticket.escalations.at(-1)?.loop ?? 0);
    }
    return null;
  };
  const lookUntil = (end: Instant): void => {
    for (let due = ticket && dueAt(ticket); due !== null && due <= end; due = dueAt(ticket!))
      act(due, { type: 'tick' });
  };
  act(at(-1), { ...OPEN, receivedAt: at(-1), policyVersionId: 1 });
  for (const happening of testCase.timeline) {
    lookUntil(at(happening.t) - 1);
    const refusal = happen(happening, ticket!, { world, publish, act });
    if (refusal !== null) report.refused(happening, refusal);
  }
  lookUntil(at(testCase.until));
  return report.answer(stateOf(ticket!, paths));
}

interface Doing {
  world: World;
  publish: (path: ClimbCase['policy']) => number;
  act: (now: Instant, command: TicketCommand, actor?: Actor) => string | null;
}

const as = (personId: number, role: 'agent' | 'bot' = 'agent'): Actor => ({
  kind: 'person',
  personId,
  role,
  teamIds: [],
  leadOf: [],
});

function happen(happening: Happening, ticket: Ticket, { world, publish, act }: Doing): string | null {
  const now = at(happening.t);
  const live = ticket.escalations.findLast(({ status }) => status !== 'ended');
  const escalationId = live?.id ?? 1;
  const held = live?.status === 'acknowledged' ? live : null;
  const holder = as(held?.by ?? DESK);
  switch (happening.event) {
    case 'trigger':
      return act(now, { type: 'signal', kind: 'complaint', evidence: [1], confidence: 1 });
    case 'ack': {
      const instead = held === null ? {} : { instead: held.by };
      const command = { type: 'acknowledge', escalationId, ...instead } as const;
      return act(now, command, as(world.idOf(happening.by), happening.system === true ? 'bot' : 'agent'));
    }
    case 'confirm':
      return act(now, { type: 'confirm', escalationId }, holder);
    case 'unack':
      return act(now, { type: 'take_back', escalationId }, holder);
    case 'resolve':
      return act(now, { type: 'set_status', to: 'solved' }, as(DESK));
    case 'escalate': {
      const firing = happening.expectedSeq ?? live?.firing ?? null;
      return act(now, { type: 'escalate', firing, reason: 'authority', messageId: null }, as(DESK));
    }
    case 'silence': {
      const lengthMs = happening.minutes === null ? null : happening.minutes * MINUTE;
      return act(now, { type: 'silence', escalationId, lengthMs }, as(DESK));
    }
    case 'unsilence':
      return act(now, { type: 'end_silence', escalationId }, as(DESK));
    case 'apply_policy':
      return act(now, { type: 'apply_path', escalationId, pathVersionId: publish(happening.policy) }, as(DESK));
    case 'maintenance':
      return act(now, { type: 'begin_maintenance', until: at(happening.until) }, as(DESK));
    case 'maintenance_end':
      return act(now, { type: 'end_maintenance' }, as(DESK));
    case 'unavailable':
      world.goAway(happening.user, minuteOf(now), happening.to);
      return null;
    // what climbs keeps the version it began with: nothing to do is the point
    case 'policy_edited':
      return null;
  }
}

function configOf(paths: Map<number, Path>): Config {
  const always = compileCalendar({ timeZone: 'UTC', alwaysOpen: true });
  if (!always.ok) throw new Error('the calendar that never closes does not compile');
  return {
    calendar: () => ({ kind: 'calendar', versionId: 1, name: 'Always', hours: always.calendar }),
    policy: () => ({ kind: 'policy', versionId: 1, name: 'None', targets: [], pathVersionId: 1 }),
    path: (id) => {
      const path = paths.get(id);
      if (path === undefined) throw new Error(`no path ${id}`);
      return path;
    },
  };
}
