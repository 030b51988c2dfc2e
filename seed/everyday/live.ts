import type { MessageId, PersonId, TeamId, TicketId, VersionId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { dueAt } from '#core/ticket/due.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { MINUTE, type Instant } from '#core/time.ts';
import type { TeamName } from '#seed/company.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import {
  drawMessageId,
  drawTicketId,
  handle,
  MOST_ACTS,
  type Door,
  type NewMessage,
  type TicketAct,
} from '#server/ticket/handle.ts';
import { everydayStories, type Deed, type EverydayStory } from './plan.ts';

/** What the everyday tickets are lived with. */
export interface EverydayStage {
  tx: Tx;
  door: Door;
  now: Instant;
  ago: (length: number) => Instant;
  teams: Record<TeamName, { teamId: TeamId; mailbox: string; policyVersionId: VersionId; specialistId: PersonId }>;
  /** Customers by e-mail address. */
  requesters: Map<string, PersonId>;
}

interface Life {
  story: EverydayStory;
  ticketId: TicketId;
  ticket: Ticket | null;
  /** What is still to come, oldest first. */
  coming: Deed[];
  /** A reply the channel has still to accept. */
  sent: { messageId: MessageId; authorId: PersonId; at: Instant } | null;
}

/**
 * Lives all everyday tickets through the door at once: in every round each ticket takes its next act, or its next due
 * moment when that comes first, at the moment it happened. A round is a few statements, however many tickets it moves.
 */
export async function liveEveryday(stage: EverydayStage): Promise<void> {
  const stories = everydayStories().toSorted((one, other) => other.ago - one.ago);
  const lives: Life[] = [];
  for (const story of stories) {
    lives.push({ story, ticketId: await drawTicketId(stage.tx), ticket: null, coming: [...story.deeds], sent: null });
  }
  for (let moved = lives; moved.length > 0;) {
    const acts: { life: Life; act: TicketAct }[] = [];
    for (const life of moved) {
      const act = await nextAct(stage, life);
      if (act !== null) acts.push({ life, act });
    }
    for (let from = 0; from < acts.length; from += MOST_ACTS)
      await passBatch(stage, acts.slice(from, from + MOST_ACTS));
    moved = acts.map(({ life }) => life);
  }
}

async function passBatch(stage: EverydayStage, batch: { life: Life; act: TicketAct }[]): Promise<void> {
  const decisions = await handle(
    stage.tx,
    stage.door,
    batch.map(({ act }) => act),
  );
  for (const [index, { life, act }] of batch.entries()) {
    const decision = decisions[index];
    if (decision?.ok !== true || decision.ticket === undefined) {
      throw new Error(`${life.story.subject}: ${act.command.type} was refused: ${JSON.stringify(decision)}`);
    }
    life.ticket = decision.ticket;
  }
}

/** null when the ticket has come to the present. */
async function nextAct(stage: EverydayStage, life: Life): Promise<TicketAct | null> {
  const { ticket, ticketId } = life;
  if (ticket === null) return open(stage, life);
  if (life.sent !== null) return accept(stage, life, life.sent);
  const [deed] = life.coming;
  const at = deed === undefined ? stage.now : stage.ago(deed.ago * MINUTE);
  const due = dueAt(ticket);
  if (due !== null && due < at) {
    return { ticketId, actor: { kind: 'system' }, command: { type: 'tick' }, at: due };
  }
  if (deed === undefined) return null;
  life.coming.shift();
  return (await actOf(stage, life, ticket, deed, at)) ?? nextAct(stage, life);
}

async function open(stage: EverydayStage, life: Life): Promise<TicketAct> {
  const { story, ticketId } = life;
  const { teamId, policyVersionId } = stage.teams[story.team];
  const at = stage.ago(story.ago * MINUTE);
  const message = await inbound(stage, story, story.text, at);
  const command: TicketCommand = {
    type: 'open',
    severity: story.severity,
    topic: story.topic,
    channel: 'email',
    language: story.customer.language,
    requesterId: message.authorId!,
    organisationId: null,
    teamId,
    policyVersionId,
    messageId: message.id,
    receivedAt: at,
  };
  return { ticketId, command, actor: { kind: 'system' }, message, subject: story.subject, at };
}

/** The channel took a reply of the past a moment after it was written. */
async function accept(stage: EverydayStage, life: Life, sent: NonNullable<Life['sent']>): Promise<TicketAct> {
  const { messageId, authorId, at } = sent;
  life.sent = null;
  const { rows } = await stage.tx.query<{ id: number }>('select id from outbox where message_id = $1', [messageId]);
  return {
    ticketId: life.ticketId,
    command: { type: 'accept_reply', messageId, authorId },
    actor: { kind: 'system' },
    commandId: `outbox:${rows[0]!.id}`,
    at,
  };
}

/** null when there is nothing to do: an escalation that has ended needs nobody to take it. */
async function actOf(
  stage: EverydayStage,
  life: Life,
  ticket: Ticket,
  deed: Deed,
  at: Instant,
): Promise<TicketAct | null> {
  const { story, ticketId } = life;
  if (deed.does === 'writes') {
    const message = await inbound(stage, story, deed.text, at);
    const command = { type: 'receive', messageId: message.id, authorId: message.authorId, kind: 'message' } as const;
    return { ticketId, command, actor: { kind: 'system' }, message, at };
  }
  const climbing = ticket.escalations.find(({ status }) => status === 'climbing');
  const specialist = stage.teams[story.team].specialistId;
  const isSpecialist = deed.does === 'takes' || ('by' in deed && deed.by === 'specialist');
  const personId = isSpecialist ? (climbing?.told[0] ?? specialist) : (ticket.assigneeId ?? specialist);
  const { teamId } = stage.teams[story.team];
  const actor: Actor = { kind: 'person', personId, role: 'agent', teamIds: [teamId], leadOf: [] };
  switch (deed.does) {
    case 'replies':
    case 'notes': {
      const message = await written(stage, story, deed.does === 'replies' ? 'reply' : 'note', deed.text, personId);
      if (deed.does === 'notes')
        return { ticketId, command: { type: 'note', messageId: message.id }, actor, message, at };
      life.sent = { messageId: message.id, authorId: personId, at };
      return { ticketId, command: { type: 'reply', messageId: message.id }, actor, message, at };
    }
    case 'tags':
      return { ticketId, command: { type: 'set_tags', tags: deed.tags }, actor, at };
    case 'sets':
      return { ticketId, command: { type: 'set_status', to: deed.to }, actor, at };
    case 'escalates': {
      const firing = ticket.escalations.findLast(({ status }) => status !== 'ended')?.firing ?? null;
      const command = { type: 'escalate', firing, reason: deed.reason, messageId: null } as const;
      return { ticketId, command, actor, at };
    }
    case 'takes':
      return climbing === undefined
        ? null
        : { ticketId, command: { type: 'acknowledge', escalationId: climbing.id }, actor, at };
  }
}

async function inbound(stage: EverydayStage, story: EverydayStory, text: string, at: Instant): Promise<NewMessage> {
  return {
    id: await drawMessageId(stage.tx),
    authorId: stage.requesters.get(story.customer.email)!,
    kind: 'message',
    channel: 'email',
    at,
    subject: story.subject,
    bodyText: text,
    fromAddress: story.customer.email,
    toAddresses: [stage.teams[story.team].mailbox],
  };
}

async function written(
  stage: EverydayStage,
  story: EverydayStory,
  kind: 'reply' | 'note',
  bodyText: string,
  authorId: PersonId,
): Promise<NewMessage> {
  const to = kind === 'reply' ? { toAddresses: [story.customer.email] } : {};
  return { id: await drawMessageId(stage.tx), authorId, kind, channel: 'email', bodyText, ...to };
}
