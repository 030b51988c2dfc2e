import { expect, test } from 'vitest';
import type { EscalationView, LoggedEventView, TicketDetail } from '#contract/ticket.ts';
import { buildLadder } from '#web/escalation/build-ladder.ts';

const MINUTE = 60_000;
const PETRA = 11;
const MARKO = 12;
const ANA = 90;

const log = (...events: [number, string, Record<string, unknown>][]): LoggedEventView[] =>
  events.map(([minute, type, body], index) => ({ seq: index + 1, at: minute * MINUTE, actor: null, type, body }));

const step = (index: number, name: string): EscalationView['steps'][number] => ({
  index,
  name,
  direction: 'hierarchical',
  waitMs: 15 * MINUTE,
  waitIn: 'business',
  people: [{ id: index, name, role: 'agent' }],
});

const ticket = (live: Partial<EscalationView> | null): TicketDetail =>
  ({
    firstContactAt: 0,
    escalations:
      live === null
        ? []
        : [
            {
              status: 'climbing',
              stepIndex: 0,
              nextAt: 60 * MINUTE,
              steps: [step(0, 'Tier 2'), step(1, 'Team lead'), step(2, 'Manager')],
              lastResort: ['Sanja Matić'],
              ...live,
            },
          ],
  }) as TicketDetail;

const opened = [0, 'ticket_opened', { firstContactAt: 0, requesterId: ANA }] as [
  number,
  string,
  Record<string, unknown>,
];

test('the ticket lies with the team until somebody holds it, then with them', () => {
  const { spans } = buildLadder(ticket(null), log(opened, [10, 'assigned', { assigneeId: PETRA }]));
  expect(spans).toEqual([
    { level: 'team', from: 0, to: 10 * MINUTE, kind: 'queue', people: [], calls: 0, end: 'assigned' },
    { level: 'team', from: 10 * MINUTE, to: null, kind: 'hold', people: [PETRA], calls: 0, end: null },
  ]);
});

test('a step nobody takes ends when the next is called; the one who takes it holds that step', () => {
  const { spans, rope } = buildLadder(
    ticket(null),
    log(
      opened,
      [30, 'step_reached', { stepIndex: 0, told: [PETRA, MARKO] }],
      [45, 'step_reached', { stepIndex: 1, told: [MARKO] }],
      [50, 'escalation_acknowledged', { by: MARKO }],
    ),
  );
  const [, first, second, taken] = spans;
  expect(first).toMatchObject({ level: 0, kind: 'called', to: 45 * MINUTE, end: 'passed' });
  expect(second).toMatchObject({ level: 1, kind: 'called', to: 50 * MINUTE, end: 'taken' });
  expect(taken).toMatchObject({ level: 1, kind: 'taken', from: 50 * MINUTE, to: null, people: [MARKO] });
  expect(rope.map((point) => point.level)).toEqual(['requester', 'team', 0, 1]);
});

test('a lapsed acknowledgement ends the hold, and the climb goes on above it', () => {
  const { spans } = buildLadder(
    ticket(null),
    log(
      opened,
      [30, 'step_reached', { stepIndex: 0, told: [PETRA] }],
      [31, 'escalation_acknowledged', { by: PETRA }],
      [90, 'acknowledgement_lapsed', { by: PETRA }],
      [90, 'step_reached', { stepIndex: 1, told: [MARKO] }],
    ),
  );
  expect(spans.find((span) => span.kind === 'taken')).toMatchObject({ to: 90 * MINUTE, end: 'lapsed' });
});

test('when the escalation ends, the rope comes back down to the team', () => {
  const { rope } = buildLadder(
    ticket(null),
    log(opened, [30, 'step_reached', { stepIndex: 0, told: [PETRA] }], [40, 'escalation_ended', { why: 'solved' }]),
  );
  expect(rope.at(-1)).toEqual({ at: 40 * MINUTE, level: 'team' });
});

test('what is to come names the exact moment of the next step only, and ends with the last resort', () => {
  const { coming } = buildLadder(ticket({}), log(opened));
  expect(coming.map((one) => [one.level, one.at])).toEqual([
    [1, 60 * MINUTE],
    [2, null],
    ['last_resort', null],
  ]);
});

test('nothing is to come while somebody holds the escalation', () => {
  expect(buildLadder(ticket({ status: 'acknowledged', nextAt: null }), log(opened)).coming).toEqual([]);
});

test('the last resort called again is one call that lasts, not many', () => {
  const again = (minute: number) =>
    [minute, 'last_resort_reached', { told: [MARKO] }] as [number, string, Record<string, unknown>];
  const { spans, rope } = buildLadder(ticket(null), log(opened, again(30), again(60), again(90)));
  expect(spans.filter((span) => span.level === 'last_resort')).toEqual([
    { level: 'last_resort', from: 30 * MINUTE, to: null, kind: 'called', people: [MARKO], calls: 3, end: null },
  ]);
  expect(rope.filter((point) => point.level === 'last_resort')).toHaveLength(1);
});

test('a ticket assigned as it is opened waited for nobody', () => {
  const { spans } = buildLadder(ticket(null), log(opened, [0, 'assigned', { assigneeId: PETRA }]));
  expect(spans.map((span) => span.kind)).toEqual(['hold']);
});

test('an automatic reply is not the requester speaking', () => {
  const { marks } = buildLadder(
    ticket(null),
    log(opened, [1, 'message_received', { kind: 'message' }], [2, 'message_received', { kind: 'auto_reply' }]),
  );
  expect(marks).toEqual([{ at: MINUTE, kind: 'in' }]);
});
