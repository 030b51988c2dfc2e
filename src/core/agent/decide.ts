import {
  AUTOMATIC_BREAK,
  isHere,
  MISSED_BEFORE_BREAK,
  MOST_BREAKS,
  unseenAt,
  type Agent,
  type AgentCommand,
  type AgentContext,
  type AgentEvent,
  type AgentRefusal,
} from '#core/agent/agent.ts';
import { evolveAgent } from '#core/agent/evolve.ts';
import type { PresenceCause, PresenceKind } from '#core/agent/presence.ts';
import { never, refuse, type Refusal } from '#core/result.ts';
import type { Instant } from '#core/time.ts';

export type AgentDecision = { ok: true; events: AgentEvent[] } | Refusal<AgentRefusal>;

interface AgentDraft {
  agent: Agent;
  readonly events: AgentEvent[];
  readonly context: AgentContext;
}

/** What follows from `command` on the agent. What had come due before is done first, as a look just before would have. */
export function decideAgent(agent: Agent, command: AgentCommand, context: AgentContext): AgentDecision {
  const draft: AgentDraft = { agent, events: [], context };
  look(draft);
  return act(draft, command) ?? { ok: true, events: draft.events };
}

function emit(draft: AgentDraft, event: AgentEvent): void {
  draft.events.push(event);
  draft.agent = evolveAgent(draft.agent, event, draft.context.now);
}

function become(draft: AgentDraft, to: PresenceKind, because: PresenceCause, until: Instant | null = null): void {
  const { kind: from } = draft.agent.presence;
  emit(draft, { type: 'presence_changed', from, to, until, reason: null, because });
}

/** Everything whose moment has come: breaks that end or begin, absences, people who are not heard of any more. */
function look(draft: AgentDraft): void {
  const { now, awayUntil, seenAt } = draft.context;
  const { presence } = draft.agent;
  if (presence.kind !== 'offline' && presence.until !== null && presence.until <= now) {
    become(draft, 'available', 'ended');
  }
  beginBreaks(draft);
  if (awayUntil !== null && draft.agent.awayUntil !== awayUntil) {
    emit(draft, { type: 'absence_began', until: awayUntil });
  } else if (awayUntil === null && draft.agent.awayUntil !== null) emit(draft, { type: 'absence_ended' });
  if (isHere(draft.agent) && unseenAt(draft.agent, seenAt) <= now) become(draft, 'offline', 'unseen');
}

function beginBreaks(draft: AgentDraft): void {
  const { now } = draft.context;
  for (const { id, from, until, reason } of draft.agent.breaks) {
    if (from > now) return;
    emit(draft, { type: 'break_cancelled', breakId: id });
    // one that is over, or of somebody who is not there, is nothing any more
    if (until <= now || !isHere(draft.agent)) continue;
    const { kind } = draft.agent.presence;
    emit(draft, { type: 'presence_changed', from: kind, to: 'break', until, reason, because: 'planned' });
  }
}

function act(draft: AgentDraft, command: AgentCommand): Refusal<AgentRefusal> | undefined {
  const { now } = draft.context;
  switch (command.type) {
    case 'tick':
      return undefined;
    case 'set_presence': {
      const { kind: from, until, reason, because } = draft.agent.presence;
      const isSame = from === command.to && until === command.until && reason === command.reason;
      // who says that they are offline means it, also when nobody had heard of them
      if (isSame && because !== 'unseen') return refuse('same_presence');
      if (command.until !== null && command.until <= now) return refuse('break_over');
      const { to } = command;
      emit(draft, {
        type: 'presence_changed',
        from,
        to,
        until: command.until,
        reason: command.reason,
        because: 'asked',
      });
      return undefined;
    }
    case 'appear':
      appear(draft);
      return undefined;
    case 'plan_break':
      return planBreak(draft, command);
    case 'cancel_break':
      if (!draft.agent.breaks.some(({ id }) => id === command.breakId)) return refuse('no_such_break');
      emit(draft, { type: 'break_cancelled', breakId: command.breakId });
      return undefined;
    case 'count_offer':
      countOffer(draft, command.word);
      return undefined;
    default:
      return never(command);
  }
}

/**
 * Whoever is offline only because nobody heard of them is there again as they last were; who said that they are
 * offline is until they say otherwise.
 */
function appear(draft: AgentDraft): void {
  const { kind, because } = draft.agent.presence;
  const { now, lastHere } = draft.context;
  if (kind !== 'offline' || because !== 'unseen' || draft.agent.awayUntil !== null) return;
  if (lastHere === null || (lastHere.until !== null && lastHere.until <= now)) become(draft, 'available', 'ended');
  else become(draft, lastHere.kind, 'ended', lastHere.until);
}

function planBreak(
  draft: AgentDraft,
  { from, until, reason }: Extract<AgentCommand, { type: 'plan_break' }>,
): Refusal<AgentRefusal> | undefined {
  const { breaks, seq } = draft.agent;
  if (from <= draft.context.now || until <= from) return refuse('break_over');
  if (breaks.length >= MOST_BREAKS) return refuse('too_many_breaks');
  if (breaks.some((each) => each.from < until && from < each.until)) return refuse('breaks_overlap');
  emit(draft, { type: 'break_planned', breakId: seq + 1, from, until, reason });
  return undefined;
}

/** Whoever lets offer after offer pass is not there, whatever they said: a break, so that nobody waits for them. */
function countOffer(draft: AgentDraft, word: 'offer_missed' | 'offer_accepted'): void {
  if (word === 'offer_accepted') {
    if (draft.agent.missedOffers > 0) emit(draft, { type: 'offer_taken' });
    return;
  }
  emit(draft, { type: 'offer_missed' });
  if (draft.agent.missedOffers < MISSED_BEFORE_BREAK || draft.agent.presence.kind !== 'available') return;
  become(draft, 'break', 'missed_offers', draft.context.now + AUTOMATIC_BREAK);
}
