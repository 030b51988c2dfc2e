import type { EscalationView, TicketDetail } from '#contract/ticket.ts';
import type { Coming, Level } from '#web/escalation/ladder-model.ts';

type Step = EscalationView['steps'][number];

/** The steps of a path from `from` on and the last resort, the first of them at `at`. */
function comingFrom(steps: readonly Step[], from: number, lastResort: readonly string[], at: number | null): Coming[] {
  const rest = [
    ...steps.slice(from).map((step) => ({
      level: step.index as Level,
      name: step.name,
      people: step.people.map((person) => person.name),
    })),
    { level: 'last_resort' as const, name: '', people: lastResort },
  ];
  return rest.map((one, index) => {
    const before = steps[from + index - 1];
    return {
      ...one,
      at: index === 0 ? at : null,
      afterMs: before?.waitMs ?? 0,
      waitIn: before?.waitIn ?? 'wall',
    };
  });
}

/**
 * What is still to come: of a live escalation the rest of its path; of a ticket that is not escalated the path that
 * begins when its clock runs out. Nothing while somebody holds the escalation, or once the ticket is solved.
 */
export function comingSteps(ticket: TicketDetail): Coming[] {
  const live = ticket.escalations.find((one) => one.status !== 'ended');
  if (live !== undefined) {
    if (live.nextAt === null) return [];
    const from = live.stepIndex === null ? 0 : live.stepIndex + 1;
    return comingFrom(live.status === 'last_resort' ? [] : live.steps, from, live.lastResort, live.nextAt);
  }
  if (ticket.status === 'solved' || ticket.status === 'closed') return [];
  const dueAt = ticket.clocks.find((clock) => clock.state === 'running' && clock.breachedAt === null)?.dueAt ?? null;
  if (dueAt === null) return [];
  return comingFrom(ticket.path.steps, (ticket.path.after ?? -1) + 1, ticket.path.lastResort, dueAt);
}
