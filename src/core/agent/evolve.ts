import type { Agent, AgentEvent } from '#core/agent/agent.ts';
import { never } from '#core/result.ts';
import type { Instant } from '#core/time.ts';

/** The agent after one event that happened at `at`. */
export function evolveAgent(agent: Agent, event: AgentEvent, at: Instant): Agent {
  return { ...changed(agent, event, at), seq: agent.seq + 1 };
}

function changed(agent: Agent, event: AgentEvent, at: Instant): Agent {
  switch (event.type) {
    case 'presence_changed': {
      const { to: kind, until, reason, because } = event;
      const missedOffers = because === 'asked' || because === 'missed_offers' ? 0 : agent.missedOffers;
      return { ...agent, presence: { kind, since: at, until, reason, because }, missedOffers };
    }
    case 'break_planned': {
      const { breakId: id, from, until, reason } = event;
      return { ...agent, breaks: [...agent.breaks, { id, from, until, reason }].toSorted((a, b) => a.from - b.from) };
    }
    case 'break_cancelled':
      return { ...agent, breaks: agent.breaks.filter(({ id }) => id !== event.breakId) };
    case 'offer_missed':
      return { ...agent, missedOffers: agent.missedOffers + 1 };
    case 'offer_taken':
      return { ...agent, missedOffers: 0 };
    case 'absence_began':
      return { ...agent, awayUntil: event.until };
    case 'absence_ended':
      return { ...agent, awayUntil: null };
    default:
      return never(event);
  }
}
