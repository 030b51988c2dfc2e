import type { AgentEvent } from '#core/agent/agent.ts';
import { NEVER, type Instant } from '#core/time.ts';

/** A stretch in which somebody was there and took nothing new by themselves. */
export interface KeptFree {
  kind: 'focus' | 'transfer_only';
  from: Instant;
  until: Instant;
}

/**
 * When somebody said that they were in focus, or took only what was handed to them, from the events of their log, oldest
 * first. Whatever they did next ended it: a break, being back, going. What was never ended lasts.
 */
export function keptFree(log: readonly { at: Instant; event: AgentEvent }[]): KeptFree[] {
  const stretches: KeptFree[] = [];
  let last: KeptFree | undefined;
  for (const { at, event } of log) {
    if (event.type !== 'presence_changed') continue;
    if (last !== undefined) last.until = Math.min(last.until, at);
    const { to, until } = event;
    last = to === 'focus' || to === 'transfer_only' ? { kind: to, from: at, until: until ?? NEVER } : undefined;
    if (last !== undefined) stretches.push(last);
  }
  return stretches.filter(({ from, until }) => from < until);
}
