import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cyclesOf, endedIn, keptAfter } from '#core/metrics/cycles.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { MINUTE } from '#core/time.ts';
import { history, PETRA, zagreb } from '#test/harness/core.ts';
import { live, scripts, type Script } from '#test/harness/lives.ts';

const NINE = zagreb('2026-11-23 09:00');
const ticketAfter = (log: readonly LoggedEvent[]): Ticket | null =>
  log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);

/** A person moves it to another team; then a step that was refused takes it up a tier: the second stay is not of the first team. */
const HANDED_ON_TWICE: Script = {
  opened: NINE - 4 * 24 * 60 * MINUTE,
  acts: [
    { wait: MINUTE, follows: null, act: 'sweep', by: PETRA, pick: 0 },
    { wait: 1, follows: null, act: 'move_to_team', by: PETRA, pick: 3 },
    { wait: MINUTE, follows: 9, act: 'sweep', by: PETRA, pick: 1 },
  ],
  begun: 'nothing',
  away: [],
  repeat: 0,
  pushed: true,
  policy: 1,
  scaled: false,
  rich: true,
  needs: 'approval',
};

test('an answer in time ends a cycle as met, with who had it, by when it was due and what it had used', () => {
  const told = history(NINE);
  told.at(NINE + 20 * MINUTE, { type: 'accept_reply', messageId: 9, authorId: PETRA });
  expect(endedIn(told.log)).toMatchObject([
    {
      key: 'first_reply',
      cycle: 1,
      startedAt: NINE,
      dueAt: NINE + 60 * MINUTE,
      endedAt: NINE + 20 * MINUTE,
      outcome: 'met',
      endedBy: 'reply',
      bankedMs: 20 * MINUTE,
      breachedAt: null,
      teamId: 1,
      assigneeId: PETRA,
      policyVersionId: told.ticket.policyVersionId,
    },
  ]);
});

test('what was answered late keeps the moment it missed; what comes back unread was never over', () => {
  const told = history(NINE);
  const late = NINE + 70 * MINUTE;
  told.tick(late - 1);
  told.at(late, { type: 'accept_reply', messageId: 9, authorId: PETRA });
  expect(endedIn(told.log)).toMatchObject([{ outcome: 'late', breachedAt: NINE + 60 * MINUTE, endedAt: late }]);
  told.at(late + MINUTE, { type: 'retract_reply', messageId: 9, authorId: PETRA, code: 'bounced' });
  expect(endedIn(told.log)).toEqual([]);
});

test('spam is void and stays so in what is kept', () => {
  const told = history(NINE);
  told.at(NINE + MINUTE, { type: 'close_as', as: 'spam' }, PETRA);
  expect(endedIn(told.log)).toMatchObject([{ outcome: 'void', endedBy: 'spam', breachedAt: null }]);
  told.at(NINE + 2 * MINUTE, { type: 'restore', closedAs: 'spam' }, PETRA);
  expect(endedIn(told.log)).toEqual([]);
});

test('a stopped clock is kept with its cycle, and one that runs is not, whatever happened to the ticket', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { ticket, log } = live(script, () => {});
      const kept = endedIn(log);
      for (const clock of ticket.clocks) {
        const own = kept.filter(({ key }) => key === clock.key);
        const last = own.find(({ cycle }) => cycle === clock.cycle);
        if (clock.state !== 'stopped') expect(own.every(({ cycle }) => cycle < clock.cycle)).toBe(true);
        else if (clock.outcome !== 'not_measured') {
          const { outcome, breachedAt, stoppedAt: endedAt } = clock;
          expect(last).toMatchObject({ outcome, breachedAt, endedAt, bankedMs: clock.bankedMs });
        }
      }
      const late = kept.filter(({ outcome, breachedAt }) => outcome === 'met' && breachedAt !== null);
      expect(late).toEqual([]);
    }),
  );
});

test('told act by act, what is kept is what the whole log says', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { log } = live(script, () => {});
      // an act's events are never told apart: they were written together
      const ends = [...log.keys()].filter((index) => log[index]!.at !== log[index + 1]?.at);
      let kept: ReturnType<typeof endedIn> = [];
      let from = 0;
      for (const end of ends) {
        kept = keptAfter(kept, cyclesOf(ticketAfter(log.slice(0, from)), log.slice(from, end + 1)));
        from = end + 1;
      }
      expect(kept).toEqual(endedIn(log));
    }),
    { examples: [[HANDED_ON_TWICE]] },
  );
});
