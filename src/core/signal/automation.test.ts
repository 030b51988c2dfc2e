import { describe, expect, test } from 'vitest';
import { MOST_AUTOMATIC, MOST_SAID } from '#core/signal/budget.ts';
import { config as coreConfig } from '#test/harness/core.ts';
import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Facts } from '#core/ticket/context.ts';
import { decide } from '#core/ticket/decide.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, SECOND, type Instant } from '#core/time.ts';
import {
  ANA,
  as,
  BILLING,
  colleague,
  EVERYBODY,
  history,
  HOUR_TO_REPLY,
  IVANA,
  PATH_OF_TWO,
  PETRA,
  SANJA,
  zagreb,
} from '#test/harness/core.ts';

const PATH = {
  ...PATH_OF_TWO,
  steps: [
    ...PATH_OF_TWO.steps,
    {
      ...PATH_OF_TWO.steps[1]!,
      id: 'manager',
      name: 'Escalation manager',
      targets: [{ type: 'role' as const, role: 'escalation_manager' as const }],
    },
  ],
};
const config = coreConfig({ policy: { ...HOUR_TO_REPLY, targets: [] }, path: PATH });
const roster = [
  ...EVERYBODY.filter(({ id }) => id !== SANJA),
  colleague(SANJA, 'escalation_manager', null, { teamIds: [] }),
];
const START = zagreb('2026-11-20 09:00');
const [SORTER, RATER] = [71, 72].map((personId): Actor => ({
  kind: 'person',
  personId,
  role: 'bot',
  teamIds: [BILLING],
  leadOf: [],
})) as [Actor, Actor];

/** A ticket lived by whoever acts; refused acts that leave something in the log leave it here too. */
function living(rules = config) {
  const opened = history(START, { config: rules, roster });
  const log: LoggedEvent[] = [...opened.log];
  let { ticket }: { ticket: Ticket } = opened;
  const does = (at: Instant, actor: Actor, command: TicketCommand, facts: Facts = { roster }) => {
    const decision = decide(1, ticket, command, { now: at, actor, config: rules, facts, commandId: `at ${at}` });
    for (const event of decision.events ?? []) {
      ticket = evolve(ticket, event, at);
      log.push({ seq: ticket.seq, at, actorId: null, version: 1, event });
    }
    return decision;
  };
  return {
    does,
    log,
    get ticket() {
      return ticket;
    },
  };
}
const severity = (turn: number): TicketCommand => ({ type: 'set_severity', severity: turn % 2 === 0 ? 'S1' : 'S4' });
/** Two programs that each set right what the other has set. */
function flap(life: ReturnType<typeof living>, turns: number, everyMs = MINUTE): void {
  for (let turn = 0; turn < turns; turn += 1) {
    life.does(START + (1 + turn) * everyMs, turn % 2 === 0 ? SORTER : RATER, severity(turn));
  }
}

test('ten automatic changes in an hour are borne; each says what it followed from', () => {
  const life = living();
  const opened = life.ticket.seq;
  flap(life, MOST_AUTOMATIC);
  expect(life.ticket).toMatchObject({ severity: 'S4', escalations: [], watch: { parkedAt: null } });
  const acts = life.log.flatMap(({ event, seq }) => (event.type === 'automation_acted' ? { ...event.cause, seq } : []));
  expect(acts).toHaveLength(MOST_AUTOMATIC);
  expect(acts[0]).toMatchObject({ commandId: `at ${START + MINUTE}`, after: [opened] });
  expect(acts[2]?.after).toEqual([opened, acts[0]!.seq, acts[1]!.seq]);
});

test('the eleventh is not done: automation is parked, the escalation manager is called, and is told', () => {
  const life = living();
  flap(life, MOST_AUTOMATIC);
  const decision = life.does(START + 11 * MINUTE, SORTER, severity(0));
  expect(decision).toMatchObject({ ok: false, refusal: 'automation_parked' });
  expect(life.ticket.severity).toBe('S4');
  expect(life.ticket.watch.parkedAt).toBe(START + 11 * MINUTE);
  expect(life.ticket.escalations).toMatchObject([
    {
      stepIndex: 2,
      told: [SANJA],
      reasons: [{ trigger: { kind: 'automation_storm', counted: { count: 11, limit: 10 } } }],
    },
  ]);
  const before = life.ticket.seq;
  expect(life.does(START + 3 * HOUR, RATER, severity(1))).toMatchObject({ refusal: 'automation_parked' });
  expect(life.log.filter(({ event }) => event.type === 'automation_parked')).toHaveLength(1);
  expect(life.ticket.seq).toBe(before);
});

test('the same changes over a longer time are no storm', () => {
  const life = living();
  flap(life, 3 * MOST_AUTOMATIC, 7 * MINUTE);
  expect(life.ticket.watch.parkedAt).toBeNull();
});

test('what people and customers do goes on, and nothing anybody writes is lost', () => {
  const life = living();
  flap(life, MOST_AUTOMATIC + 1);
  const after = START + 20 * MINUTE;
  expect(
    life.does(after, { kind: 'system' }, { type: 'receive', messageId: 50, authorId: ANA, kind: 'message' }).ok,
  ).toBe(true);
  expect(life.does(after, SORTER, { type: 'note', messageId: 51 }).ok).toBe(true);
  expect(life.does(after, as(PETRA), severity(0)).ok).toBe(true);
  expect(life.does(after, as(PETRA), { type: 'reply', messageId: 52 }).ok).toBe(true);
  expect(life.ticket.watch.unanswered.at(-1)).toMatchObject({ messageId: 50 });
});

test('a program that writes a note on everything it hears of is noticed: somebody is called, and no word is lost', () => {
  const life = living();
  const notes = 3 * MOST_SAID;
  for (let turn = 0; turn < notes; turn += 1) {
    expect(life.does(START + (1 + turn) * SECOND, SORTER, { type: 'note', messageId: 100 + turn }).ok).toBe(true);
  }
  const parkedAt = START + (1 + MOST_SAID) * SECOND;
  expect(life.ticket.watch.parkedAt).toBe(parkedAt);
  expect(life.ticket.escalations).toMatchObject([
    { told: [SANJA], reasons: [{ trigger: { kind: 'automation_storm', counted: { count: 61, limit: 60 } } }] },
  ]);
  const types = life.log.map(({ event }) => event.type);
  expect(types.filter((type) => type === 'automation_parked')).toHaveLength(1);
  expect(types.filter((type) => type === 'note_added')).toHaveLength(notes);
  // what is kept to count them does not grow with them
  expect(life.ticket.watch.automatic).toHaveLength(MOST_SAID + 1);
  expect(life.does(START + HOUR, SORTER, severity(0))).toMatchObject({ refusal: 'automation_parked' });
  expect(life.log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null)).toEqual(
    life.ticket,
  );
});

test('a program with somebody’s own key has the budget of a program; they themselves have none', () => {
  const life = living();
  const script = { ...SORTER, personId: PETRA, role: 'agent', byKey: true } as Actor;
  for (let turn = 0; turn <= MOST_AUTOMATIC; turn += 1) life.does(START + (1 + turn) * MINUTE, script, severity(turn));
  expect(life.ticket.watch.parkedAt).toBe(START + (1 + MOST_AUTOMATIC) * MINUTE);
  expect(life.does(START + HOUR, script, severity(0))).toMatchObject({ refusal: 'automation_parked' });
  expect(life.does(START + HOUR, as(PETRA), severity(0)).ok).toBe(true);
});

test('a person lets programs go on, with the whole budget', () => {
  const life = living();
  flap(life, MOST_AUTOMATIC + 1);
  const after = START + 20 * MINUTE;
  expect(life.does(after, as(IVANA), { type: 'resume_automation' }).ok).toBe(true);
  expect(life.does(after, SORTER, severity(0)).ok).toBe(true);
  expect(life.does(after, as(IVANA), { type: 'resume_automation' })).toMatchObject({ refusal: 'not_parked' });
});

describe('a call for help is no change: while programs are stopped it is heard all the same', () => {
  const complains = (messageId: number): TicketCommand => ({
    type: 'signal',
    kind: 'complaint',
    evidence: [messageId],
    confidence: 1,
  });
  const overloaded: TicketCommand = { type: 'signal', kind: 'overload', evidence: [], confidence: 1 };
  const after = START + 20 * MINUTE;
  const kinds = ({ ticket }: ReturnType<typeof living>) =>
    ticket.escalations.map(({ reasons }) => reasons.map(({ trigger }) => trigger.type === 'signal' && trigger.kind));

  test('it joins what the storm began, of each kind once, and programs go on being stopped', () => {
    const life = living();
    flap(life, MOST_AUTOMATIC + 1);
    expect(life.does(after, SORTER, complains(7)).ok).toBe(true);
    expect(life.does(after, { kind: 'system' }, overloaded).ok).toBe(true);
    expect(kinds(life)).toEqual([['automation_storm', 'complaint', 'overload']]);
    expect(life.log.at(-1)?.event).toMatchObject({ type: 'automation_acted', command: 'signal' });
    const before = life.ticket.seq;
    expect(life.does(after + MINUTE, RATER, complains(8))).toMatchObject({ refusal: 'automation_parked' });
    expect(life.does(after + MINUTE, RATER, severity(0))).toMatchObject({ refusal: 'automation_parked' });
    expect(life.ticket.seq).toBe(before);
  });

  test('the one that is a storm is heard with it', () => {
    const life = living();
    flap(life, MOST_AUTOMATIC);
    expect(life.does(after, SORTER, complains(7)).ok).toBe(true);
    expect(kinds(life)).toEqual([['automation_storm', 'complaint']]);
    expect(life.ticket.watch.parkedAt).toBe(after);
  });

  test('when somebody had ended the climb it begins another one', () => {
    const life = living();
    flap(life, MOST_AUTOMATIC + 1);
    life.does(after, SORTER, complains(7));
    const ended = { type: 'de_escalate', escalationId: 1, reason: 'mistaken', messageId: null } as const;
    expect(life.does(after, as(SANJA), ended).ok).toBe(true);
    expect(life.does(after + MINUTE, SORTER, complains(8)).ok).toBe(true);
    expect(kinds(life).at(-1)).toEqual(['complaint']);
  });

  test('what a program is not sure of is shown once, and calls nobody', () => {
    const thresholds = [{ signal: 'complaint' as const, least: 0.9 }];
    const life = living(coreConfig({ policy: { ...HOUR_TO_REPLY, targets: [] }, path: { ...PATH, thresholds } }));
    flap(life, MOST_AUTOMATIC + 1);
    const unsure = { ...complains(7), confidence: 0.4 } as TicketCommand;
    expect(life.does(after, SORTER, unsure).ok).toBe(true);
    expect(life.ticket.watch.hints).toMatchObject([{ kind: 'complaint' }]);
    expect(life.does(after, SORTER, unsure)).toMatchObject({ refusal: 'automation_parked' });
    expect(kinds(life)).toEqual([['automation_storm']]);
  });
});

test('what changed nothing is not counted', () => {
  const life = living();
  for (let turn = 0; turn < 30; turn += 1)
    life.does(START + turn * 1_000, SORTER, { type: 'set_severity', severity: 'S3' });
  expect(life.ticket.watch.automatic).toEqual([]);
});

const log = (life: ReturnType<typeof living>) => ({ roster, log: [...life.log] });

describe('what else a program may do to a ticket is counted as well', () => {
  test.each<[string, (turn: number) => TicketCommand]>([
    [
      'spam and no spam',
      (turn) => (turn % 2 === 0 ? { type: 'close_as', as: 'spam' } : { type: 'restore', closedAs: 'spam' }),
    ],
    [
      'one requester and another',
      (turn) => ({ type: 'set_requester', requesterId: 2 + (turn % 2), organisationId: null }),
    ],
    [
      'asking and taking back',
      (turn) =>
        turn % 2 === 0
          ? {
              type: 'ask_approval',
              approvers: [{ type: 'person', personId: IVANA }],
              rule: 'all',
              amount: null,
              messageId: null,
            }
          : { type: 'withdraw_approval', approvalId: (turn + 1) / 2 },
    ],
  ])('%s', (_, command) => {
    const life = living();
    let done = 0;
    for (let turn = 0; turn < MOST_AUTOMATIC + 4; turn += 1) {
      if (life.does(START + (1 + turn) * MINUTE, SORTER, command(turn), log(life)).ok) done += 1;
    }
    expect(done).toBe(MOST_AUTOMATIC);
    expect(life.ticket.watch.parkedAt).toBe(START + (1 + MOST_AUTOMATIC) * MINUTE);
    // somebody hears of it; of what is closed nobody is called
    expect(life.log.filter(({ event }) => event.type === 'automation_parked')).toHaveLength(1);
    if (life.ticket.status === 'closed') expect(life.ticket.escalations).toEqual([]);
  });
});
