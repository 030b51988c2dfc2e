import type { MessageId, PersonId, TeamId, TicketId, VersionId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { dueAt } from '#core/ticket/due.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Duration, Instant } from '#core/time.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { manualClock, type ManualClock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { drawMessageId, drawTicketId, handle, type Door, type NewMessage } from '#server/ticket/handle.ts';
import { CUSTOMERS } from './company.ts';
import type { Act, Login, Story } from './stories.ts';

/** Business time in which an answer from outside is wanted. */
const DAYS_FOR_AN_ANSWER = 20 * HOUR;

/** What a story is lived with. */
export interface Stage {
  tx: Tx;
  door: Door;
  now: Instant;
  ago: (length: Duration) => Instant;
  colleagues: Record<Login, PersonId>;
  requesterId: PersonId;
  teamId: TeamId;
  policyVersionId: VersionId;
  /** The path of what is about a refund. */
  refundsPathId: VersionId;
}

interface Life {
  stage: Stage;
  story: Story;
  clock: ManualClock;
  ticketId: TicketId;
  ticket: Ticket;
}

/**
 * Lives one story through the door, act by act at the moments they happened, with a look at every due moment in
 * between, so that a seeded ticket has the past it would have had.
 */
export async function liveStory(stage: Stage, story: Story): Promise<void> {
  const life = await open(stage, story);
  for (const act of story.later) {
    await lookUntil(life, stage.ago(act.ago * MINUTE));
    await live(life, act);
  }
  await lookUntil(life, stage.now);
}

async function open(stage: Stage, story: Story): Promise<Life> {
  const openedAt = stage.ago(story.ago * MINUTE);
  const clock = manualClock(openedAt);
  const [ticketId, messageId] = [await drawTicketId(stage.tx), await drawMessageId(stage.tx)];
  const customer = CUSTOMERS[story.from];
  const command: TicketCommand = {
    type: 'open',
    severity: story.severity,
    topic: story.topic ?? (story.mailbox.startsWith('billing') ? 'billing' : 'technical'),
    ...(story.topic === 'refund' ? { pathVersionId: stage.refundsPathId } : {}),
    channel: 'email',
    language: customer.language,
    requesterId: stage.requesterId,
    organisationId: null,
    teamId: stage.teamId,
    policyVersionId: stage.policyVersionId,
    messageId,
    receivedAt: openedAt,
  };
  const message = inbound(stage, story, messageId, story.text);
  const door = { ...stage.door, clock };
  const [decision] = await handle(stage.tx, door, [
    { ticketId, command, actor: { kind: 'system' }, message, subject: story.subject },
  ]);
  if (decision?.ok !== true || decision.ticket === undefined) throw new Error(`${story.subject} did not open`);
  return { stage, story, clock, ticketId, ticket: decision.ticket };
}

/** Looks at every moment that falls due up to `moment`, as a sweep that is never late would; then stands there. */
async function lookUntil(life: Life, moment: Instant): Promise<void> {
  for (let due = dueAt(life.ticket); due !== null && due < moment; due = dueAt(life.ticket)) {
    life.clock.moveTo(due);
    await act(life, { type: 'tick' }, { kind: 'system' });
  }
  life.clock.moveTo(moment);
}

async function live(life: Life, told: Act): Promise<void> {
  const { stage, story } = life;
  if ('writes' in told) {
    const messageId = await drawMessageId(stage.tx);
    const message = inbound(stage, story, messageId, told.writes);
    const command = { type: 'receive', messageId, authorId: stage.requesterId, kind: 'message' } as const;
    return act(life, command, { kind: 'system' }, message);
  }
  if ('answers' in told) return hearAnswer(life, told);
  const authorId = stage.colleagues[told.by];
  const actor: Actor = { kind: 'person', personId: authorId, role: 'agent', teamIds: [stage.teamId], leadOf: [] };
  if ('replies' in told) return reply(life, told.replies, actor, authorId);
  if ('notes' in told) {
    const note = await written(life, 'note', told.notes, authorId);
    return act(life, { type: 'note', messageId: note.id }, actor, note);
  }
  if ('sets' in told) return act(life, { type: 'set_status', to: told.sets }, actor);
  if ('assigns' in told) {
    const assigneeId = stage.colleagues[told.assigns];
    return act(life, { type: 'assign', assigneeId, teamId: stage.teamId }, actor);
  }
  if ('escalates' in told) return escalate(life, told, actor, authorId);
  if ('asks' in told) return ask(life, told, actor, authorId);
  if ('writesTo' in told) return askOutside(life, told, actor, authorId);
  if ('takes' in told) return act(life, { type: 'acknowledge_leg', legId: told.takes }, actor);
  if ('asksApprovalOf' in told || 'decides' in told) return approve(life, told, actor, authorId);
  return act(life, { type: 'acknowledge', escalationId: 1 }, actor);
}

/** Both directions for a reason of their own: what one cannot do, and what one may not decide. */
async function ask(life: Life, told: Extract<Act, { asks: unknown }>, actor: Actor, authorId: PersonId): Promise<void> {
  const note = await written(life, 'note', told.words, authorId);
  const target = { type: 'person', personId: life.stage.colleagues[told.asks] } as const;
  const reason = told.direction === 'functional' ? 'skill' : 'authority';
  const command = { type: 'open_leg', direction: told.direction, target, reason, messageId: note.id } as const;
  await act(life, command, actor, note);
}

async function reply(life: Life, text: string, actor: Actor, authorId: PersonId): Promise<void> {
  const message = await written(life, 'reply', text, authorId);
  await act(life, { type: 'reply', messageId: message.id }, actor, message);
  await accept(life, { type: 'accept_reply', messageId: message.id, authorId });
}

/** What was sent in the past was accepted when it was written. The outbox still carries it, to no further effect. */
async function accept(life: Life, command: Extract<TicketCommand, { type: 'accept_reply' | 'accept_question' }>) {
  const { rows } = await life.stage.tx.query<{ id: number }>('select id from outbox where message_id = $1', [
    command.messageId,
  ]);
  await act(life, command, { kind: 'system' }, undefined, `outbox:${rows[0]!.id}`);
}

/** Somebody outside is asked by mail, in a side thread. */
async function askOutside(
  life: Life,
  { writesTo: to, words, holds }: Extract<Act, { writesTo: string }>,
  actor: Actor,
  authorId: PersonId,
): Promise<void> {
  const message: NewMessage = { ...(await written(life, 'question', words, authorId)), toAddresses: [to] };
  await act(life, { type: 'ask_question', messageId: message.id, holds, answerMs: DAYS_FOR_AN_ANSWER }, actor, message);
  const { id: questionId } = life.ticket.questions.at(-1)!;
  await accept(life, { type: 'accept_question', questionId, messageId: message.id });
}

/** What comes back in the newest side thread. */
async function hearAnswer(life: Life, { from, answers }: Extract<Act, { answers: string }>): Promise<void> {
  const { id: questionId } = life.ticket.questions.at(-1)!;
  const messageId = await drawMessageId(life.stage.tx);
  const message: NewMessage = {
    id: messageId,
    authorId: null,
    kind: 'answer',
    channel: 'email',
    bodyText: answers,
    fromAddress: from,
    toAddresses: [life.story.mailbox],
  };
  await act(life, { type: 'receive_answer', questionId, messageId, kind: 'message' }, { kind: 'system' }, message);
}

/** Somebody is asked to allow an amount, or says yes or no to it. */
async function approve(
  life: Life,
  told: Extract<Act, { asksApprovalOf: Login } | { decides: unknown }>,
  actor: Actor,
  authorId: PersonId,
): Promise<void> {
  const note = await written(life, 'note', told.words, authorId);
  const { id: messageId } = note;
  if ('decides' in told) {
    const { id: approvalId } = life.ticket.approvals.at(-1)!;
    const command: TicketCommand = { type: 'decide_approval', approvalId, verdict: told.decides, messageId };
    return act(life, command, actor, note);
  }
  const approvers = [{ type: 'person' as const, personId: life.stage.colleagues[told.asksApprovalOf] }];
  const amount = { minor: told.euros * 100, currency: 'EUR' };
  return act(life, { type: 'ask_approval', approvers, rule: 'all', amount, messageId }, actor, note);
}

async function escalate(
  life: Life,
  told: Extract<Act, { escalates: unknown }>,
  actor: Actor,
  authorId: PersonId,
): Promise<void> {
  const note = await written(life, 'note', told.words, authorId);
  const firing = life.ticket.escalations.findLast(({ status }) => status !== 'ended')?.firing ?? null;
  await act(life, { type: 'note', messageId: note.id }, actor, note);
  const costs = told.euros === undefined ? {} : { amount: { minor: told.euros * 100, currency: 'EUR' } };
  await act(life, { type: 'escalate', firing, reason: told.escalates, messageId: note.id, ...costs }, actor);
}

async function act(
  life: Life,
  command: TicketCommand,
  actor: Actor,
  message?: NewMessage,
  commandId?: string,
): Promise<void> {
  const { stage, ticketId, clock, story } = life;
  const [decision] = await handle(stage.tx, { ...stage.door, clock }, [
    { ticketId, command, actor, ...(message && { message }), ...(commandId && { commandId }) },
  ]);
  if (decision?.ok !== true || decision.ticket === undefined) {
    throw new Error(`${story.subject}: ${command.type} was refused: ${JSON.stringify(decision)}`);
  }
  life.ticket = decision.ticket;
}

function inbound(stage: Stage, story: Story, id: MessageId, text: string): NewMessage {
  return {
    id,
    authorId: stage.requesterId,
    kind: 'message',
    channel: 'email',
    subject: story.subject,
    bodyText: text,
    fromAddress: CUSTOMERS[story.from].email,
    toAddresses: [story.mailbox],
  };
}

async function written(
  life: Life,
  kind: 'reply' | 'note' | 'question',
  bodyText: string,
  authorId: PersonId,
): Promise<NewMessage> {
  const id = await drawMessageId(life.stage.tx);
  const to = kind === 'reply' ? { toAddresses: [CUSTOMERS[life.story.from].email] } : {};
  return { id, authorId, kind, channel: 'email', bodyText, ...to };
}
