import { expect, test } from 'vitest';
import { react } from '#core/ticket/react.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { colleague, EVERYBODY, history, IVANA, LEA, MARKO, PETRA, SANJA, zagreb } from '#test/harness/core.ts';

const OPENED = zagreb('2026-11-23 09:00');
const NENA = 51;

test('nothing is handed back to whoever could not take it', () => {
  const told = history(OPENED, { roster: [...EVERYBODY, colleague(NENA, 'approver', null)] });
  told.at(OPENED, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(OPENED, { type: 'acknowledge', escalationId: 1 }, MARKO);
  const offer = { type: 'hand_back', escalationId: 1, reason: 'part_done', messageId: null } as const;
  expect(told.at(OPENED, { ...offer, to: NENA }, MARKO)).toMatchObject({ ok: false, refusal: 'receiver_unknown' });
  expect(told.at(OPENED, { ...offer, to: LEA }, MARKO).ok).toBe(true);
});

test('whoever asked for it and was kept away since does not follow what climbs again', () => {
  const told = history(OPENED);
  told.at(OPENED, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(OPENED, { type: 'reply', messageId: 2 }, LEA);
  told.at(OPENED, { type: 'set_status', to: 'solved' }, LEA);
  told.at(OPENED + MINUTE, { type: 'exclude', personId: PETRA }, SANJA);
  told.at(OPENED + HOUR, { type: 'withdraw_reply', messageId: 2, authorId: LEA }, LEA);
  const again = told.log.findLast(({ event }) => event.type === 'escalation_started')!;
  expect(again.event).toMatchObject({ escalationId: 2 });
  expect(react(again, told.ticket)).toEqual([]);
});

test('what is taken back climbs again to whoever was told, also when it was they who took it back', () => {
  const told = history(OPENED);
  told.at(OPENED, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(OPENED, { type: 'escalate', firing: 1, reason: 'skill', messageId: null }, PETRA);
  expect(told.ticket.escalations[0]).toMatchObject({ stepIndex: 1, told: [IVANA] });
  told.at(OPENED, { type: 'reply', messageId: 2 }, IVANA);
  told.at(OPENED, { type: 'set_status', to: 'solved' }, IVANA);
  told.at(OPENED, { type: 'withdraw_reply', messageId: 2, authorId: IVANA }, IVANA);
  expect(told.ticket.escalations[1]).toMatchObject({ status: 'climbing', stepIndex: 1, told: [IVANA] });
});
