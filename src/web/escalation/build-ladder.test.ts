import { expect, test } from 'vitest';
import type { EscalationView, LoggedEventView, TicketDetail } from '#contract/ticket.ts';
import { buildLadder } from '#web/escalation/build-ladder.ts';

const MINUTE = 60_000;
const PETRA = 11;
const MARKO = 12;
const ANA = 90;
const NOTHING = { replies: 0, notes: 0 };

const log = (...events: [number, string, Record<string, unknown>][]): LoggedEventView[] =>
  events.map(([minute, type, body], index) => ({ seq: index + 1, at: minute * MINUTE, actor: null, type, body }));

const step = (index: number, name: string): EscalationView['steps'][number] => ({
  index,
  name,
  direction: 'hierarchical',
  waitMs: 15 * MINUTE,
  waitIn: 'business',
  needs: 'acknowledge',
  people: [{ id: index, name, role: 'agent' }],
});

const ticket = (live: Partial<EscalationView> | null): TicketDetail =>
  ({
    firstContactAt: 0,
    status: 'open',
    clocks: [],
    path: {
      name: 'Billing',
      after: null,
      steps: [step(0, 'Tier 2'), step(1, 'Team lead')],
      lastResort: ['Sanja Matić'],
    },
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
  }) as unknown as TicketDetail;

const opened = [0, 'ticket_opened', { firstContactAt: 0, requesterId: ANA }] as [
  number,
  string,
  Record<string, unknown>,
];

test('the ticket lies with the team until somebody holds it, then with them', () => {
  const { spans } = buildLadder(ticket(null), log(opened, [10, 'assigned', { assigneeId: PETRA }]));
  expect(spans).toEqual([
    { level: 'team', from: 0, to: 10 * MINUTE, kind: 'queue', people: [], calls: 0, done: NOTHING, end: 'assigned' },
    { level: 'team', from: 10 * MINUTE, to: null, kind: 'hold', people: [PETRA], calls: 0, done: NOTHING, end: null },
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
    {
      level: 'last_resort',
      from: 30 * MINUTE,
      to: null,
      kind: 'called',
      people: [MARKO],
      calls: 3,
      done: NOTHING,
      end: null,
    },
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

test('what somebody did is counted to the stretch in which they held the ticket; taken back it was never done', () => {
  const { spans, marks } = buildLadder(
    ticket(null),
    log(
      opened,
      [10, 'assigned', { assigneeId: PETRA }],
      [12, 'note_added', { authorId: PETRA }],
      [14, 'reply_written', { authorId: PETRA, messageId: 5 }],
      [15, 'reply_withdrawn', { authorId: PETRA, messageId: 5 }],
      [20, 'reply_written', { authorId: PETRA, messageId: 6 }],
      [30, 'assigned', { assigneeId: MARKO }],
      [31, 'note_added', { authorId: PETRA }],
    ),
  );
  expect(spans.find((span) => span.people.includes(PETRA))?.done).toEqual({ replies: 1, notes: 1 });
  expect(spans.at(-1)?.done).toEqual(NOTHING);
  expect(marks.filter((mark) => mark.kind === 'out')).toHaveLength(1);
});

test('a call that everybody gives back ends with that; one of two leaves the other called', () => {
  const called = [30, 'step_reached', { stepIndex: 0, told: [PETRA, MARKO] }] as [
    number,
    string,
    Record<string, unknown>,
  ];
  const one = buildLadder(ticket(null), log(opened, called, [31, 'escalation_returned', { by: PETRA }])).spans;
  expect(one.find((span) => span.kind === 'called')).toMatchObject({ people: [MARKO], to: null });
  expect(one.find((span) => span.kind === 'returned')).toMatchObject({ people: [PETRA], from: 31 * MINUTE });
  const both = buildLadder(
    ticket(null),
    log(opened, called, [31, 'escalation_returned', { by: PETRA }], [32, 'escalation_returned', { by: MARKO }]),
  ).spans;
  expect(both.find((span) => span.kind === 'called')).toMatchObject({ to: 32 * MINUTE, end: 'returned' });
});

test('what is handed back is offered below while its holder keeps it, and ends when it is taken', () => {
  const { spans, rope } = buildLadder(
    ticket(null),
    log(
      opened,
      [30, 'step_reached', { stepIndex: 0, told: [MARKO] }],
      [31, 'escalation_acknowledged', { by: MARKO }],
      [40, 'hand_back_offered', { by: MARKO, to: PETRA }],
      [45, 'hand_back_acknowledged', { by: PETRA, from: MARKO }],
      [45, 'escalation_ended', { why: 'handed_back' }],
      [45, 'assigned', { assigneeId: PETRA }],
    ),
  );
  expect(spans.find((span) => span.kind === 'offered')).toMatchObject({
    people: [PETRA],
    to: 45 * MINUTE,
    end: 'taken',
  });
  expect(spans.find((span) => span.kind === 'taken')).toMatchObject({ to: 45 * MINUTE, end: 'handed_back' });
  expect(rope.at(-1)?.level).toBe('team');
});

test('a ticket that is not escalated names the step that its clock would call, and when', () => {
  const waiting = {
    ...ticket(null),
    clocks: [{ state: 'running', breachedAt: null, dueAt: 90 * MINUTE }],
  } as unknown as TicketDetail;
  const ladder = buildLadder(waiting, log(opened));
  expect(ladder.isEscalated).toBe(false);
  expect(ladder.coming.map((one) => [one.level, one.at])).toEqual([
    [0, 90 * MINUTE],
    [1, null],
    ['last_resort', null],
  ]);
});
