import type { AssumedDecision } from '#core/simulate/world.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

/** What people decided of what was asked of them in a ticket's log, and how long after they were asked. */
export function decisionsIn(log: readonly LoggedEvent[]): AssumedDecision[] {
  /** When each seat was last asked, by approval and seat; seats count from 1. */
  const askedAt = new Map<string, Instant>();
  const decisions: AssumedDecision[] = [];
  for (const { at, event } of log) {
    switch (event.type) {
      case 'approval_asked':
        for (const index of event.seats.keys()) askedAt.set(`${event.approvalId} ${index + 1}`, at);
        break;
      case 'approval_passed_on':
      case 'approval_delegated':
        askedAt.set(`${event.approvalId} ${event.seatId}`, at);
        break;
      case 'approval_decided': {
        const since = askedAt.get(`${event.approvalId} ${event.seatId}`);
        if (since !== undefined) decisions.push({ afterMs: at - since, verdict: event.verdict });
        break;
      }
      default:
    }
  }
  return decisions;
}

/** What is assumed of approvals where people decided so: after their median time, as most of them did; a tie is a no. */
export function assumedFrom(decisions: readonly AssumedDecision[]): AssumedDecision | null {
  if (decisions.length === 0) return null;
  const times = decisions.map(({ afterMs }) => afterMs).toSorted((one, other) => one - other);
  const granted = decisions.filter(({ verdict }) => verdict === 'granted').length;
  return {
    afterMs: times[Math.floor((times.length - 1) / 2)]!,
    verdict: granted * 2 > decisions.length ? 'granted' : 'refused',
  };
}
