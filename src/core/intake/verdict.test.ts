import { expect, test } from 'vitest';
import type { InboundMessage } from './inbound.ts';
import { decideIntake, type IntakeFacts, type NamedTicket } from './verdict.ts';

const message = (fields: Partial<InboundMessage> = {}): InboundMessage => ({
  kind: 'message',
  kindWhy: null,
  messageId: '1@posta.example',
  identity: new Uint8Array(32),
  from: { name: 'Ana Kovač', address: 'ana.kovac@posta.example' },
  to: [],
  cc: [],
  replyTo: [],
  subject: 'Slušalice',
  dateText: null,
  date: null,
  references: [],
  text: 'Ne rade.',
  visibleText: 'Ne rade.',
  html: null,
  attachments: [],
  bounce: null,
  ours: false,
  ...fields,
});

const facts = (fields: Partial<IntakeFacts> = {}): IntakeFacts => ({
  fromOurselves: false,
  duplicateOf: null,
  byToken: [],
  byReference: [],
  byAwaited: [],
  ...fields,
});

const ticket = (ticketId: number, status: NamedTicket['status'] = 'open'): NamedTicket => ({
  ticketId,
  status,
  requesterId: 5,
});
const sent = (ticketId: number, messageId: string, status: NamedTicket['status'] = 'open') => ({
  ...ticket(ticketId, status),
  messageId,
  messageRowId: ticketId * 10,
  outgoing: true,
});

test('a first message opens a ticket', () => {
  expect(decideIntake(message(), facts())).toEqual({ verdict: 'accepted', why: 'new' });
});

test('a number in the subject joins nothing', () => {
  expect(decideIntake(message({ subject: 'Re: [#1001] Refund' }), facts())).toEqual({
    verdict: 'accepted',
    why: 'new',
  });
});

test('an answer joins by token before it joins by header', () => {
  const references = ['a@bura.example'];
  const known = facts({ byToken: [ticket(1)], byReference: [sent(2, 'a@bura.example')] });
  expect(decideIntake(message({ references }), known)).toMatchObject({ why: 'signed_token', ticket: { ticketId: 1 } });
  expect(decideIntake(message({ references }), { ...known, byToken: [] })).toMatchObject({
    verdict: 'joined',
    why: 'reply_header',
    ticket: { ticketId: 2 },
  });
});

test('of several named messages the nearest decides, unless its ticket is closed', () => {
  const byReference = [sent(1, 'far@x'), sent(2, 'near@x')];
  const references = ['near@x', 'far@x'];
  const join = (list: IntakeFacts['byReference']) =>
    decideIntake(message({ references }), facts({ byReference: list }));
  expect(join(byReference)).toMatchObject({ ticket: { ticketId: 2 } });
  expect(join([sent(1, 'far@x'), sent(2, 'near@x', 'closed')])).toMatchObject({ ticket: { ticketId: 1 } });
});

test('an answer to a solved ticket joins it, to a closed one it opens another', () => {
  expect(decideIntake(message(), facts({ byToken: [ticket(1, 'solved')] }))).toMatchObject({ verdict: 'joined' });
  expect(decideIntake(message(), facts({ byToken: [ticket(1, 'closed')] }))).toEqual({
    verdict: 'accepted',
    why: 'follow_up',
    followsId: 1,
  });
});

test('what machines send opens nothing, and joins when it says where it belongs', () => {
  for (const kind of ['auto_reply', 'bounce'] as const) {
    expect(decideIntake(message({ kind }), facts())).toEqual({ verdict: 'rejected', why: kind });
    expect(decideIntake(message({ kind }), facts({ byToken: [ticket(1, 'closed')] }))).toMatchObject({
      verdict: 'joined',
      ticket: { ticketId: 1 },
    });
  }
});

test('a bounce names the reply that did not arrive only when it is final', () => {
  const bounce = { finalRecipient: null, status: null, diagnostic: null, originalMessageId: 'a@bura.example' };
  const known = facts({ byReference: [sent(2, 'a@bura.example')] });
  const of = (final: boolean) => decideIntake(message({ kind: 'bounce', bounce: { ...bounce, final } }), known);
  expect(of(true)).toMatchObject({ verdict: 'joined', why: 'reply_header', bouncedMessageId: 20 });
  expect(of(false)).toMatchObject({ verdict: 'joined', bouncedMessageId: null });
});

test('the same message again, and our own mail, are kept in the ledger alone', () => {
  const token = [ticket(1)];
  expect(decideIntake(message(), facts({ duplicateOf: 7, byToken: token }))).toEqual({
    verdict: 'rejected',
    why: 'duplicate',
    duplicateOf: 7,
  });
  const own = { verdict: 'rejected', why: 'own_mail' };
  expect(decideIntake(message({ ours: true }), facts({ byToken: token }))).toEqual(own);
  expect(decideIntake(message(), facts({ fromOurselves: true, byToken: token }))).toEqual(own);
});

test('a message that comes after its answer joins the ticket the answer opened, unless that is closed', () => {
  const joined = decideIntake(message(), facts({ byAwaited: [ticket(1, 'closed'), ticket(2)] }));
  expect(joined).toMatchObject({ verdict: 'joined', why: 'awaited', ticket: { ticketId: 2 } });
  expect(decideIntake(message(), facts({ byAwaited: [ticket(1, 'closed')] }))).toEqual({
    verdict: 'accepted',
    why: 'new',
  });
});
