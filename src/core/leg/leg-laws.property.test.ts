import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLent, stepLegOf } from '#core/leg/step-leg.ts';
import { live, scripts } from '#test/harness/lives.ts';

const handingOver = scripts.map((script) => ({ ...script, needs: 'take_over' as const }));

test('what a step offers waits with its climb, and who holds it holds the escalation', () => {
  fc.assert(
    fc.property(handingOver, (script) => {
      live(script, ({ ticket }) => {
        for (const leg of ticket.legs.filter(({ step }) => step !== null)) {
          const climb = ticket.escalations.find(({ id }) => id === leg.step?.escalationId)!;
          if (leg.status === 'offered') {
            expect([climb.status, climb.firing]).toEqual(['climbing', leg.step?.firing]);
          }
          if (climb.status === 'ended') expect(leg.status === 'ended' || climb.why === 'handed_back').toBe(true);
        }
        for (const climb of ticket.escalations) {
          const leg = stepLegOf(ticket, climb);
          if (climb.status === 'acknowledged' && leg !== undefined) expect(isLent(leg, climb)).toBe(true);
        }
      });
    }),
  );
});

test('an escalation that somebody holds has a moment: its loan’s, or that of the leg they took', () => {
  fc.assert(
    fc.property(handingOver, (script) => {
      live(script, ({ ticket }) => {
        for (const climb of ticket.escalations) {
          if (climb.status !== 'acknowledged') continue;
          const isLentByLeg = ticket.legs.some((leg) => isLent(leg, climb));
          expect((climb.remindAt !== null) !== isLentByLeg).toBe(true);
        }
      });
    }),
  );
});

test('nobody is ever asked to decide a dispute of their own, and one ping-pong goes up at a time', () => {
  fc.assert(
    fc.property(handingOver, (script) => {
      const { ticket } = live(script, ({ ticket: now }) => {
        const up = now.legs.filter(({ reason, status }) => reason === 'ping_pong' && status !== 'ended');
        expect(up.length).toBeLessThanOrEqual(1);
      });
      for (const { asked, barred } of ticket.legs)
        expect(asked.filter((person) => barred.includes(person))).toEqual([]);
    }),
  );
});
