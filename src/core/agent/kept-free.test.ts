import { expect, test } from 'vitest';
import type { AgentEvent } from '#core/agent/agent.ts';
import type { PresenceKind } from '#core/agent/presence.ts';
import { keptFree } from '#core/agent/kept-free.ts';
import { HOUR, MINUTE, NEVER, type Instant } from '#core/time.ts';

const became = (at: Instant, from: PresenceKind, to: PresenceKind, until: Instant | null = null) => ({
  at,
  event: { type: 'presence_changed', from, to, until, reason: null, because: 'asked' } satisfies AgentEvent,
});

test('focus lasts to its end, or until its owner is back, on a break or gone', () => {
  const log = [
    became(0, 'available', 'focus', HOUR),
    became(2 * HOUR, 'available', 'transfer_only'),
    became(2 * HOUR + MINUTE, 'transfer_only', 'break', 3 * HOUR),
    became(3 * HOUR, 'break', 'available'),
    became(4 * HOUR, 'available', 'focus', 6 * HOUR),
    became(5 * HOUR, 'focus', 'offline'),
    became(7 * HOUR, 'offline', 'transfer_only'),
  ];
  expect(keptFree(log)).toEqual([
    { kind: 'focus', from: 0, until: HOUR },
    { kind: 'transfer_only', from: 2 * HOUR, until: 2 * HOUR + MINUTE },
    { kind: 'focus', from: 4 * HOUR, until: 5 * HOUR },
    { kind: 'transfer_only', from: 7 * HOUR, until: NEVER },
  ]);
});

test('what begins and ends at one instant was nothing; other events end nothing', () => {
  const log = [
    became(0, 'available', 'focus', HOUR),
    { at: MINUTE, event: { type: 'offer_missed' } satisfies AgentEvent },
    became(2 * MINUTE, 'focus', 'transfer_only'),
    became(2 * MINUTE, 'transfer_only', 'available'),
  ];
  expect(keptFree(log)).toEqual([{ kind: 'focus', from: 0, until: 2 * MINUTE }]);
});
