import { expect, test } from 'vitest';
import { openSeats } from '#core/approval/approval.ts';
import type { Path } from '#core/escalation/path.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { config, IVANA, LEA, MARKO, PATH_OF_TWO, PETRA, SANJA, zagreb } from '#test/harness/core.ts';
import { desk, replayed } from '#test/harness/pair.ts';

const [OLD, YOUNG] = [1, 2];
const NINE = zagreb('2026-11-20 09:00');
const asksFor = (personId: number): TicketCommand => ({
  type: 'ask_approval',
  approvers: [{ type: 'person', personId }],
  rule: 'all',
  amount: null,
  messageId: null,
});
const says = (approvalId: number, verdict: 'granted' | 'refused'): TicketCommand => ({
  type: 'decide_approval',
  approvalId,
  verdict,
  messageId: null,
});
const both = (path?: Path) => {
  const belay = desk(path === undefined ? {} : { config: config({ path }) });
  belay.open(OLD, NINE);
  belay.open(YOUNG, NINE);
  return belay;
};
const isLogged = (belay: ReturnType<typeof desk>) => {
  for (const id of [OLD, YOUNG]) expect(replayed(belay.log(id))).toEqual(belay.of(id));
};

test('a merge is no way round a yes: what one ticket waits for, the other waits for, by the same moment', () => {
  const belay = both();
  belay.act(OLD, NINE, asksFor(IVANA));
  const [asked] = belay.of(OLD).approvals;
  belay.merge(OLD, YOUNG, NINE + HOUR);
  expect(belay.of(OLD).approvals).toMatchObject([{ status: 'ended', why: 'merged' }]);
  expect(belay.of(YOUNG).approvals).toEqual([asked]);
  expect(belay.act(YOUNG, NINE + HOUR, { type: 'set_status', to: 'solved' })).toMatchObject({ ok: false });
  expect(belay.act(YOUNG, NINE + HOUR, says(1, 'granted'), PETRA)).toMatchObject({ refusal: 'own_approval' });
  expect(belay.act(YOUNG, NINE + HOUR, says(1, 'granted'), IVANA).ok).toBe(true);
  expect(belay.act(YOUNG, NINE + HOUR, { type: 'set_status', to: 'solved' }).ok).toBe(true);
  isLogged(belay);
});

test('unmerged, it waits where it was asked, and no longer where it went', () => {
  const belay = both();
  belay.act(OLD, NINE, asksFor(IVANA));
  belay.act(YOUNG, NINE, asksFor(SANJA));
  belay.merge(OLD, YOUNG, NINE + HOUR);
  expect(belay.unmerge(OLD, YOUNG, NINE + 2 * HOUR).ok).toBe(true);
  expect(belay.of(OLD).approvals).toMatchObject([{ status: 'pending', seats: [{ told: [IVANA] }] }]);
  expect(belay.of(YOUNG).approvals).toMatchObject([{ status: 'pending' }, { status: 'ended', why: 'unmerged' }]);
  expect(belay.act(OLD, NINE + 2 * HOUR, says(1, 'refused'), IVANA).ok).toBe(true);
  isLogged(belay);
});

test('what was decided meanwhile is decided there as well', () => {
  const belay = both();
  belay.act(OLD, NINE, asksFor(IVANA));
  belay.merge(OLD, YOUNG, NINE + HOUR);
  belay.act(YOUNG, NINE + HOUR, says(1, 'refused'), IVANA);
  belay.unmerge(OLD, YOUNG, NINE + 2 * HOUR);
  expect(belay.of(OLD).approvals).toMatchObject([{ status: 'ended', why: 'refused', endedBy: IVANA }]);
  isLogged(belay);
});

test('a ticket that was no spam waits again for what it waited for, and who did not decide meanwhile is joined by others', () => {
  const belay = both();
  belay.act(OLD, NINE, asksFor(IVANA));
  belay.act(OLD, NINE + MINUTE, { type: 'close_as', as: 'spam' });
  belay.act(OLD, NINE + 6 * HOUR, { type: 'restore', closedAs: 'spam' });
  expect(belay.of(OLD).approvals).toMatchObject([{ status: 'pending' }]);
  belay.act(OLD, NINE + 6 * HOUR + 1, { type: 'tick' }, null);
  expect(openSeats(belay.of(OLD).approvals[0]!)).toMatchObject([{ told: [IVANA, SANJA] }]);
});

test('nobody who is kept away from the ticket that stays decides in it', () => {
  const belay = both();
  belay.act(OLD, NINE, asksFor(IVANA));
  belay.act(YOUNG, NINE, { type: 'exclude', personId: IVANA }, SANJA);
  belay.merge(OLD, YOUNG, NINE + HOUR);
  belay.act(YOUNG, NINE + HOUR + 1, { type: 'tick' }, null);
  expect(openSeats(belay.of(YOUNG).approvals[0]!)).toMatchObject([{ told: [SANJA] }]);
  expect(belay.act(YOUNG, NINE + HOUR + 2, says(1, 'granted'), IVANA)).toMatchObject({ refusal: 'not_found' });
  isLogged(belay);
});

test('a climb that waits for a yes waits for it in the other ticket, and goes on by it there and back', () => {
  const steps = [{ ...PATH_OF_TWO.steps[1]!, needs: 'approval' as const }, PATH_OF_TWO.steps[0]!];
  const belay = both({ ...PATH_OF_TWO, steps });
  const raise: TicketCommand = { type: 'escalate', firing: null, reason: 'authority', messageId: null };
  belay.act(OLD, NINE, raise);
  belay.merge(OLD, YOUNG, NINE + MINUTE);
  const asked = belay.of(YOUNG).approvals[0]!;
  expect(asked).toMatchObject({ status: 'pending', step: { escalationId: 1, firing: 1 } });
  // the step's wait is over: its climb waits for those who are asked
  belay.act(YOUNG, NINE + 31 * MINUTE, { type: 'tick' }, null);
  expect(belay.of(YOUNG).escalations).toMatchObject([{ status: 'climbing', firing: 1 }]);
  belay.unmerge(OLD, YOUNG, NINE + 40 * MINUTE);
  expect(belay.of(OLD).escalations.at(-1)).toMatchObject({ status: 'climbing', firing: 1 });
  belay.act(OLD, NINE + 41 * MINUTE, says(1, 'granted'), IVANA);
  expect(belay.of(OLD).escalations.at(-1)).toMatchObject({ status: 'acknowledged' });
  expect(belay.of(YOUNG).escalations.every(({ status }) => status === 'ended')).toBe(true);
  isLogged(belay);
});

test('a specialist who holds a higher step there keeps it; what was asked is asked on in the name of who asked', () => {
  const steps = [{ ...PATH_OF_TWO.steps[1]!, needs: 'approval' as const }, PATH_OF_TWO.steps[0]!];
  const belay = both({ ...PATH_OF_TWO, steps });
  const raise = (firing: number | null): TicketCommand => ({
    type: 'escalate',
    firing,
    reason: 'authority',
    messageId: null,
  });
  belay.act(OLD, NINE, raise(null), LEA);
  belay.act(YOUNG, NINE, raise(null));
  belay.act(YOUNG, NINE, raise(1));
  belay.act(YOUNG, NINE, { type: 'acknowledge', escalationId: 1 }, MARKO);
  belay.merge(OLD, YOUNG, NINE + MINUTE);
  expect(belay.of(YOUNG).escalations).toMatchObject([{ status: 'acknowledged', by: MARKO }]);
  expect(belay.of(YOUNG).approvals.at(-1)).toMatchObject({ status: 'pending', askedBy: LEA, step: null });
  isLogged(belay);
});
