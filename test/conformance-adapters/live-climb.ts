import type { Path } from '#core/escalation/path.ts';
import type { Actor } from '#core/people/roles.ts';
import { compileCalendar } from '#core/sla/business-hours.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Config } from '#core/ticket/context.ts';
import { decide } from '#core/ticket/decide.ts';
import { dueAt } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { react } from '#core/ticket/react.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { actOf } from '#test/conformance-adapters/climb-act.ts';
import type { ClimbAnswer, ClimbCase } from '#test/conformance-adapters/climb-case.ts';
import { reporter, stateOf } from '#test/conformance-adapters/climb-report.ts';
import { at, pathOf, worldOf } from '#test/conformance-adapters/climb-world.ts';
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
    if (happening.event === 'unavailable') world.goAway(happening.user, happening.t, happening.to);
    const asked = actOf(happening, ticket!, world, publish);
    const refusal = asked === null ? null : act(at(happening.t), asked.command, asked.actor);
    if (refusal !== null) report.refused(happening, refusal);
  }
  lookUntil(at(testCase.until));
  return report.answer(stateOf(ticket!, paths));
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
