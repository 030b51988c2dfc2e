import { LINK_KINDS } from '#core/link/link.ts';
import type { MessageId, OrganisationId, PersonId, TeamId, VersionId } from '#core/ids.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { SEVERITIES, type Ticket } from '#core/ticket/ticket.ts';
import { openPromise } from '#core/promise/promise.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { approvalCommandOf, havingApproval, isApprovalAct } from './lives-approvals.ts';
import { isQuestionAct, questionCommandOf } from './lives-questions.ts';
import { havingLeg, isLegAct, legCommandOf } from './lives-legs.ts';

/** Something asked of a ticket at random; `pick` (0–5) chooses among what it may be, and `sweep` is a tick when it is due. */
export type Act = { wait: number; act: TicketCommand['type'] | 'sweep'; by: number; pick: number };

/** Whom and what acts may name. */
export interface Cast {
  /** Two of the front line, a specialist, a lead and an escalation manager. */
  people: PersonId[];
  customer: PersonId;
  organisation: OrganisationId;
  teams: TeamId[];
  policies: VersionId[];
  calendars: VersionId[];
  path: VersionId;
  /** The message that carries the words of an act. */
  words(pick: number): MessageId;
  /** A reply that was written before; mostly one that `act` can be done to. */
  reply(pick: number, by: PersonId, act: Act['act']): { messageId: MessageId; authorId: PersonId };
}

const TAGS = ['deposit', 'headset', 'refund', 'vip'];

/** Who has something of the ticket just now: left to chance alone, hardly anybody ever met what they may do. */
function concerned(ticket: Ticket) {
  const live = ticket.escalations.findLast(({ status }) => status !== 'ended');
  const held = live?.status === 'acknowledged' ? live : undefined;
  return { live, told: held === undefined ? live?.told[0] : undefined, holder: held?.by, receiver: held?.handBack?.to };
}

function offeredTo({ distribution }: Ticket): number | null {
  return distribution?.state === 'offered' ? distribution.to : null;
}

/** Mostly whoever may, now and then whoever comes. */
export function actorOf({ act, by, pick }: Act, ticket: Ticket): number {
  const { told, holder, receiver } = concerned(ticket);
  if (pick === 0) return by;
  if (act === 'accept_offer' || act === 'decline_offer') return offeredTo(ticket) ?? by;
  if (isApprovalAct(act)) return havingApproval(act, ticket) ?? by;
  if (isLegAct(act)) return havingLeg(ticket, act) ?? by;
  if (act === 'return') return receiver ?? told ?? by;
  if (act === 'hand_back' || act === 'confirm' || act === 'take_back') return holder ?? by;
  return act === 'acknowledge_hand_back' ? (receiver ?? by) : by;
}

function excludedOf(pick: number, ticket: Ticket, { people }: Cast): number {
  const { told, holder, receiver } = concerned(ticket);
  return [holder ?? told, receiver, ticket.assigneeId, offeredTo(ticket)][pick] ?? people[pick] ?? people[0]!;
}

/** What `act` asks of the ticket as it stands; made of ids that `cast` knows. */
export function commandOf({ act, by, pick }: Act, ticket: Ticket, cast: Cast): TicketCommand {
  const { people } = cast;
  const messageId = cast.words(pick);
  const escalationId = pick === 0 ? 1 : (concerned(ticket).live?.id ?? 2);
  if (isLegAct(act)) return legCommandOf(act, pick, ticket, cast);
  if (isApprovalAct(act)) return approvalCommandOf(act, pick, ticket, cast);
  if (isQuestionAct(act)) return questionCommandOf(act, pick, ticket, cast);
  switch (act) {
    case 'receive':
      return {
        type: act,
        messageId,
        authorId: cast.customer,
        kind: pick === 0 ? 'auto_reply' : pick === 1 ? 'bounce' : 'message',
      };
    case 'reply': {
      // now and then somebody names a time, or another one for what is promised
      const hearsBy =
        pick > (openPromise(ticket.promises) === undefined ? 4 : 3) ? ticket.lastEventAt + pick * HOUR : undefined;
      return { type: act, messageId, ...(hearsBy === undefined ? {} : { hearsBy }) };
    }
    case 'record_attempt':
      return { type: act, kind: 'advice', messageId };
    case 'note':
      return { type: act, messageId };
    case 'accept_reply':
      return { type: act, ...cast.reply(pick, by, act), ...(pick < 3 ? { writtenAt: ticket.firstContactAt } : {}) };
    case 'withdraw_reply':
      return { type: act, ...cast.reply(pick, by, act) };
    case 'fail_reply':
    case 'retract_reply':
      return { type: act, ...cast.reply(pick, by, act), code: '550' };
    case 'apply_policy':
      return { type: act, policyVersionId: cast.policies[pick % cast.policies.length]! };
    case 'apply_calendar':
      return { type: act, calendarVersionId: cast.calendars[pick % cast.calendars.length]! };
    case 'offer_contact':
    case 'pick_up_contact':
      return { type: act, messageId };
    case 'abandon_contact':
      return { type: act, messageId, ...(pick > 2 ? { afterPickUp: true } : {}) };
    case 'close_as':
      return { type: act, as: pick % 2 === 0 ? 'spam' : 'merged' };
    case 'erase_words':
      return { type: act, personId: cast.customer };
    case 'assign':
      return { type: act, assigneeId: pick === 0 ? null : (people[pick - 1] ?? people[0]!), teamId: cast.teams[0]! };
    case 'set_status':
      return { type: act, to: (['open', 'waiting_on_customer', 'on_hold', 'solved'] as const)[pick % 4] ?? 'open' };
    case 'record_status':
      return { type: act, to: 'closed' };
    case 'escalate': {
      const firing =
        pick === 0 ? null : (ticket.escalations.findLast(({ status }) => status !== 'ended')?.firing ?? null);
      return { type: act, reason: 'skill', messageId: null, firing };
    }
    case 'move_to_team':
      return { type: act, teamId: cast.teams[pick % cast.teams.length]! };
    case 'set_severity':
      return { type: act, severity: SEVERITIES[pick % 4] ?? 'S3' };
    case 'set_topic':
      return { type: act, topic: `topic ${pick % 3}` };
    case 'set_tags':
      return { type: act, tags: TAGS.slice(0, pick) };
    case 'change_tags':
      return { type: act, add: TAGS.slice(pick), remove: TAGS.slice(0, 2) };
    case 'exclude':
      return { type: act, personId: excludedOf(pick, ticket, cast) };
    case 'readmit':
      return { type: act, personId: ticket.excludedIds[pick - 1] ?? people[pick] ?? people[0]! };
    case 'silence':
      return { type: act, escalationId, lengthMs: (1 + pick) * 20 * MINUTE };
    case 'take_back':
    case 'end_silence':
      return { type: act, escalationId };
    case 'apply_path':
      return { type: act, escalationId, pathVersionId: cast.path };
    case 'de_escalate':
      return { type: act, escalationId, reason: 'calmed', messageId: null };
    case 'begin_maintenance':
      return { type: act, until: ticket.lastEventAt + (1 + pick) * 40 * MINUTE };
    case 'end_maintenance':
      return { type: act };
    case 'signal':
      return { type: act, kind: 'complaint', evidence: [messageId], confidence: 1 };
    case 'return':
      return { type: act, escalationId, reason: 'no_time', messageId: null };
    case 'hand_back':
      return {
        type: act,
        escalationId,
        to: pick < 2 ? null : (people[pick - 1] ?? people[0]!),
        reason: 'part_done',
        messageId,
      };
    case 'accept_offer':
    case 'decline_offer':
    case 'resume_automation':
    case 'offer':
      return { type: act };
    case 'recheck':
      return { type: act, ...(pick > 2 ? { cause: 'zone_data' } : {}) };
    case 'acknowledge_hand_back':
    case 'acknowledge':
    case 'confirm':
      return { type: act, escalationId };
    case 'restore':
      return {
        type: act,
        closedAs: pick > 0 && ticket.status === 'closed' && ticket.mergedInto !== null ? 'merged' : 'spam',
      };
    case 'split_off':
      return { type: act, messageId: ticket.watch.unanswered.at(-pick)?.messageId ?? messageId, intoId: 99 };
    case 'link':
      return { type: act, otherId: 90 + (pick % 3), kind: LINK_KINDS[pick % LINK_KINDS.length]! };
    case 'unlink':
      return { type: act, otherId: ticket.links.at(-1)?.otherId ?? 90 };
    case 'snooze':
      return { type: act, until: ticket.lastEventAt + (1 + pick) * 10 * MINUTE };
    case 'end_snooze':
      return { type: act };
    case 'set_requester':
      return { type: act, requesterId: cast.customer, organisationId: pick % 2 === 0 ? null : cast.organisation };
    case 'take_in':
    case 'merge_into':
    case 'release':
    case 'open':
    case 'tick':
    case 'sweep':
      return { type: 'tick' };
  }
}
