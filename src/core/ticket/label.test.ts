import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { config, history, HOUR_TO_REPLY, IVANA, LEA, MARKO, PETRA, SANJA, zagreb } from '#test/harness/core.ts';
import type { TicketCommand } from '#core/ticket/command.ts';

const OPENED = zagreb('2026-11-23 09:00');

test('tags stand in the order of the alphabet however they came', () => {
  const told = history(OPENED);
  told.at(OPENED, { type: 'set_tags', tags: ['vip', 'refund'] }, PETRA);
  told.at(OPENED, { type: 'change_tags', add: ['deposit'], remove: ['vip'] }, PETRA);
  expect(told.ticket.tags).toEqual(['deposit', 'refund']);
  const many = Array.from({ length: 19 }, (_, index) => `tag ${index}`);
  expect(told.at(OPENED, { type: 'change_tags', add: many, remove: [] }, PETRA)).toMatchObject({
    refusal: 'too_many_tags',
  });
});

test('nothing of a closed ticket is changed, but people may still be kept away from it', () => {
  const told = history(OPENED);
  told.at(OPENED, { type: 'set_status', to: 'solved' }, PETRA);
  told.tick(OPENED + 31 * DAY);
  expect(told.ticket.status).toBe('closed');
  const changes: TicketCommand[] = [
    { type: 'set_severity', severity: 'S1' },
    { type: 'set_topic', topic: 'other' },
    { type: 'set_tags', tags: ['x'] },
    { type: 'change_tags', add: ['x'], remove: [] },
    { type: 'move_to_team', teamId: 2 },
    { type: 'reply', messageId: 9 },
    { type: 'set_status', to: 'open' },
  ];
  for (const command of changes) {
    expect([command.type, told.at(OPENED + 31 * DAY, command, PETRA)]).toMatchObject([
      command.type,
      { refusal: 'ticket_closed' },
    ]);
  }
  expect(told.at(OPENED + 31 * DAY, { type: 'exclude', personId: LEA }, SANJA).ok).toBe(true);
});

test('what was answered in time stays measured by the promise it was answered under', () => {
  const [target] = HOUR_TO_REPLY.targets;
  const targets = [{ ...target!, targetMs: { S1: MINUTE, S2: HOUR, S3: HOUR, S4: HOUR } }];
  const told = history(OPENED, { config: config({ policy: { ...HOUR_TO_REPLY, targets } }) });
  told.at(OPENED + 30 * MINUTE, { type: 'accept_reply', messageId: 2, authorId: PETRA });
  told.at(OPENED + 40 * MINUTE, { type: 'set_severity', severity: 'S1' }, PETRA);
  expect(told.ticket.clocks[0]).toMatchObject({ state: 'stopped', targetMs: HOUR, outcome: 'met', breachedAt: null });
});

test('only its author takes a reply back, and only while it is held', () => {
  const told = history(OPENED);
  told.at(OPENED, { type: 'reply', messageId: 2 }, PETRA);
  const withdraw = { type: 'withdraw_reply', messageId: 2, authorId: PETRA } as const;
  expect(told.at(OPENED, withdraw, LEA)).toMatchObject({ refusal: 'not_allowed' });
  expect(told.at(OPENED, withdraw, PETRA).ok).toBe(true);
  expect(told.at(OPENED, { ...withdraw, messageId: 3 }, PETRA)).toMatchObject({ refusal: 'already_sent' });
});

test('an offer outlasts the work of its holder, ends with an excluded receiver, and is not made twice', () => {
  const told = history(OPENED);
  told.at(OPENED, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(OPENED, { type: 'acknowledge', escalationId: 1 }, MARKO);
  const offer = { type: 'hand_back', escalationId: 1, to: LEA, reason: 'part_done', messageId: null } as const;
  told.at(OPENED, offer, MARKO);
  told.at(OPENED + MINUTE, { type: 'note', messageId: 5 }, MARKO);
  expect(told.ticket.escalations[0]).toMatchObject({ by: MARKO, handBack: { to: LEA } });
  expect(told.at(OPENED + MINUTE, offer, MARKO)).toMatchObject({ refusal: 'already_offered' });
  told.at(OPENED + MINUTE, { type: 'exclude', personId: LEA }, SANJA);
  expect(told.ticket.escalations[0]).toMatchObject({ status: 'acknowledged', by: MARKO, handBack: null });
  told.at(OPENED + MINUTE, { ...offer, to: IVANA }, MARKO);
  told.at(OPENED + MINUTE, { type: 'acknowledge_hand_back', escalationId: 1 }, IVANA);
  expect(told.ticket).toMatchObject({ assigneeId: IVANA, escalations: [{ status: 'ended', why: 'handed_back' }] });
});
