import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** A log as an earlier release wrote it, and the ticket it made of it then. */
const golden = (name: string): { log: LoggedEvent[]; ticket: Ticket } =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/golden', name), 'utf8'));

test('a log of the spine, which knew the first reply alone, still makes the same ticket', () => {
  const { log, ticket } = golden('spine.json');
  const replayed = log.reduce<Ticket | null>((before, { event, at }) => evolve(before, event, at), null);
  const since = { key: 'first_reply', breachCause: null, earlierBreaches: 0, warnedBefore: [], overtakenBy: null };
  expect(replayed).toMatchObject({
    ...ticket,
    clocks: ticket.clocks.map((clock) => ({ ...clock, ...since })),
    answers: 1,
    calendarVersionId: null,
    importedUntil: null,
  });
});
