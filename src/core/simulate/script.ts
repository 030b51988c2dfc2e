import type { PersonId, TicketId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import type { ActiveStatus } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** Something that somebody outside Belay did to a ticket, to be done again under other rules. */
export interface ScriptedAct {
  at: Instant;
  actor: Actor;
  command: TicketCommand;
  /** No person may do this here: the history of another desk says that it happened. */
  imported: boolean;
}

/** What happened to one ticket from outside, oldest first; it begins with its `open`. */
export interface Script {
  ticketId: TicketId;
  acts: ScriptedAct[];
}

type Told = { [Type in TicketEvent['type']]: Extract<TicketEvent, { type: Type }> };
interface Telling {
  log: readonly LoggedEvent[];
  index: number;
  withdrawn: Set<number>;
  /** It is the history of another desk: its statuses are told, not done. */
  imported: boolean;
}
type Reteller<Type extends TicketEvent['type']> = (event: Told[Type], telling: Telling) => TicketCommand | null;

const SYSTEM: Actor = { kind: 'system' };

/**
 * What customers and colleagues did, read back from the events of a ticket's log: everything Belay decided itself is
 * left out, for the simulated rules decide it anew. A reply that was taken back was never said, and what was carried over
 * from elsewhere is measured, missed and called for like anything else. null when the log does
 * not begin with the opening.
 */
export function scriptOf(
  ticketId: TicketId,
  log: readonly LoggedEvent[],
  actorOf: (person: PersonId) => Actor,
): Script | null {
  const [first] = log;
  if (first?.event.type !== 'ticket_opened') return null;
  const { acts, rest } = opening(first, log, actorOf);
  const withdrawn = new Set<number>();
  for (const { event } of log) {
    if (event.type === 'reply_withdrawn') withdrawn.add(event.messageId);
  }
  // here nobody closes a ticket by hand
  const imported = log.some(
    ({ event, actorId }) => event.type === 'ticket_closed' && event.closedAs === 'solved' && actorId !== null,
  );
  for (let index = rest; index < log.length; index += 1) {
    const logged = log[index]!;
    const command = retold({ log, index, withdrawn, imported });
    if (command === null || followsFromLast(logged, acts)) continue;
    const actor = logged.actorId === null ? SYSTEM : actorOf(logged.actorId);
    acts.push({ at: logged.at, actor, command, imported: command.type === 'record_status' });
  }
  return { ticketId, acts };
}

function opening(first: LoggedEvent, log: readonly LoggedEvent[], actorOf: (person: PersonId) => Actor) {
  const {
    type: _,
    ticketId: _id,
    tier: _tier,
    firstContactAt,
    lookAgainAt: _look,
    splitFrom,
    splitAt: _at,
    waitsSince,
    importedUntil: _until,
    ...subject
  } = first.event as Told['ticket_opened'];
  const together = log.slice(1).findIndex(({ at, actorId }) => at !== first.at || actorId !== first.actorId);
  const rest = together === -1 ? log.length : together + 1;
  const beside = log.slice(1, rest).map(({ event }) => event);
  const message = beside.find((event) => event.type === 'message_received');
  const given = beside.find((event) => event.type === 'assigned');
  // whom Belay chose is chosen again; whom a person chose stays
  const assigneeId = given?.by == null ? null : given.assigneeId;
  const command: TicketCommand = {
    ...subject,
    type: 'open',
    messageId: message?.messageId ?? 0,
    receivedAt: firstContactAt,
    ...(splitFrom === undefined ? {} : { split: { fromId: splitFrom, waitsSince: waitsSince ?? null } }),
    ...(assigneeId === null ? {} : { assigneeId }),
  };
  const actor = first.actorId === null ? SYSTEM : actorOf(first.actorId);
  const acts: ScriptedAct[] = [{ at: first.at, actor, command, imported: false }];
  return { acts, rest };
}

/** Part of what the act before it did: a reply opens a new ticket, work confirms a loan, excluding gives to another. */
function followsFromLast({ at, actorId, event }: LoggedEvent, acts: ScriptedAct[]): boolean {
  const last = acts.at(-1);
  if (last === undefined || last.at !== at || last.actor.kind !== 'person' || last.actor.personId !== actorId)
    return false;
  switch (last.command.type) {
    case 'reply':
      return event.type === 'status_changed' ? event.from === 'new' : confirmsByWork(event);
    case 'ask_question':
    case 'withdraw_question':
      return event.type === 'status_changed' || confirmsByWork(event);
    case 'exclude':
      return event.type === 'assigned';
    default:
      return confirmsByWork(event) || (isOfLeg(event) && 'escalationId' in last.command);
  }
}

function confirmsByWork({ type }: TicketEvent): boolean {
  return type === 'acknowledgement_confirmed' || type === 'leg_extended';
}

/** What becomes of a step's leg follows from what is done to its escalation. */
function isOfLeg(event: TicketEvent): boolean {
  return 'legId' in event;
}

function retold(telling: Telling): TicketCommand | null {
  const { event, actorId } = telling.log[telling.index]!;
  const retell = BY_PERSON[event.type] as Reteller<TicketEvent['type']> | undefined;
  if (retell !== undefined) return actorId === null ? null : retell(event, telling);
  return (BY_ANYBODY[event.type] as Reteller<TicketEvent['type']> | undefined)?.(event, telling) ?? null;
}

const BY_ANYBODY: { [Type in TicketEvent['type']]?: Reteller<Type> } = {
  message_received: (event) => ({ ...event, type: 'receive' }),
  // as it was told then: without the moment of writing, an answer counts from when it was taken
  reply_accepted: (event) => ({ ...event, type: 'accept_reply' }),
  reply_failed: ({ messageId, authorId, code }) => ({ type: 'fail_reply', messageId, authorId, code }),
  answer_received: ({ questionId, messageId, kind }) => ({ type: 'receive_answer', questionId, messageId, kind }),
  question_undelivered: ({ questionId, messageId, code }) => ({ type: 'fail_question', questionId, messageId, code }),
};

function became(to: ActiveStatus | 'solved', { imported }: Telling): TicketCommand {
  return { type: imported ? 'record_status' : 'set_status', to };
}

const BY_PERSON: { [Type in TicketEvent['type']]?: Reteller<Type> } = {
  reply_written: ({ messageId }, { withdrawn }) => (withdrawn.has(messageId) ? null : { type: 'reply', messageId }),
  note_added: ({ messageId }) => ({ type: 'note', messageId }),
  assigned: ({ assigneeId, teamId, why }) => {
    switch (why.code) {
      case 'handed_back':
        return null;
      case 'least_loaded':
        return { type: 'move_to_team', teamId };
      default:
        return { type: 'assign', assigneeId, teamId };
    }
  },
  severity_changed: ({ to: severity }) => ({ type: 'set_severity', severity }),
  requester_changed: ({ to: requesterId, organisationTo: organisationId }) => ({
    type: 'set_requester',
    requesterId,
    organisationId,
  }),
  snoozed: ({ until }) => ({ type: 'snooze', until }),
  snooze_ended: ({ why }) => (why === 'by_hand' ? { type: 'end_snooze' } : null),
  topic_changed: ({ to: topic }) => ({ type: 'set_topic', topic }),
  tags_changed: ({ added: add, removed: remove }) => ({ type: 'change_tags', add, remove }),
  person_excluded: ({ personId }) => ({ type: 'exclude', personId }),
  person_readmitted: ({ personId }) => ({ type: 'readmit', personId }),
  status_changed: ({ to }, telling) => became(to, telling),
  ticket_reopened: (_, telling) => became('open', telling),
  ticket_solved: (_, telling) => became('solved', telling),
  // the ticket it was merged into is lived for itself
  ticket_closed: ({ closedAs }) =>
    closedAs === 'solved' ? { type: 'record_status', to: 'closed' } : { type: 'close_as', as: closedAs },
  escalation_started: ({ trigger }) => asked(trigger),
  escalation_reason_added: ({ trigger }) => asked(trigger),
  escalation_acknowledged: ({ escalationId }) => ({ type: 'acknowledge', escalationId }),
  acknowledgement_confirmed: ({ escalationId }) => ({ type: 'confirm', escalationId }),
  escalation_returned: ({ escalationId, reason, messageId }) => ({ type: 'return', escalationId, reason, messageId }),
  hand_back_returned: ({ escalationId, reason, messageId }) => ({ type: 'return', escalationId, reason, messageId }),
  hand_back_offered: ({ escalationId, to, reason, messageId }) => ({
    type: 'hand_back',
    escalationId,
    to,
    reason,
    messageId,
  }),
  acknowledgement_taken_back: ({ escalationId }) => ({ type: 'take_back', escalationId }),
  escalation_silenced: ({ escalationId, until }, { log, index }) => ({
    type: 'silence',
    escalationId,
    lengthMs: until === null ? null : until - log[index]!.at,
  }),
  silence_ended: ({ escalationId }) => ({ type: 'end_silence', escalationId }),
  path_applied: ({ escalationId, pathVersionId }) => ({ type: 'apply_path', escalationId, pathVersionId }),
  escalation_ended: ({ escalationId, because }) =>
    because === undefined
      ? null
      : { type: 'de_escalate', escalationId, reason: because.reason, messageId: because.messageId },
  leg_offered: retoldLeg,
  leg_acknowledged: ({ legId }) => ({ type: 'acknowledge_leg', legId }),
  leg_returned: ({ legId, reason, messageId }) => ({ type: 'return_leg', legId, reason, messageId }),
  leg_hand_back_offered: ({ legId, to, reason, messageId }) => ({
    type: 'hand_back_leg',
    legId,
    to,
    reason,
    messageId,
  }),
  leg_hand_back_returned: ({ legId, reason, messageId }) => ({ type: 'return_leg', legId, reason, messageId }),
  leg_ended: ({ legId, why, decision }) => {
    if (decision !== undefined) return { type: 'decide_dispute', legId, ...decision };
    if (why === 'handed_back') return { type: 'acknowledge_leg_hand_back', legId };
    if (why === 'done') return { type: 'finish_leg', legId };
    // the others follow from refusing it, or from the clock
    return why === 'withdrawn' ? { type: 'withdraw_leg', legId } : null;
  },
  question_asked: ({ questionId, messageId, answerMs, holds }, { log, index }) => ({
    type: 'ask_question',
    messageId,
    answerMs,
    holds,
    ...(log.slice(0, index).some(({ event }) => 'questionId' in event && event.questionId === questionId)
      ? { questionId }
      : {}),
  }),
  question_withdrawn: ({ questionId, by }) => (by === null ? null : { type: 'withdraw_question', questionId }),
  approval_asked: ({ seats, rule, amount, messageId, decideMs }) => {
    const approvers = seats.flatMap(({ target }) => (target.type === 'step' ? [] : target));
    // what a step asked it asks again by itself
    return approvers.length === 0 ? null : { type: 'ask_approval', approvers, rule, amount, messageId, decideMs };
  },
  approval_decided: ({ approvalId, verdict, messageId }) => ({
    type: 'decide_approval',
    approvalId,
    verdict,
    messageId,
  }),
  approval_delegated: ({ approvalId, to, messageId }) => ({ type: 'delegate_approval', approvalId, to, messageId }),
  approval_ended: ({ approvalId, why }) => (why === 'withdrawn' ? { type: 'withdraw_approval', approvalId } : null),
  automation_resumed: () => ({ type: 'resume_automation' }),
  attempt_recorded: ({ kind, messageId }) => ({ type: 'record_attempt', kind, messageId }),
  maintenance_began: ({ until }) => ({ type: 'begin_maintenance', until }),
  maintenance_ended: () => ({ type: 'end_maintenance' }),
  hand_back_acknowledged: ({ escalationId }) => ({ type: 'acknowledge_hand_back', escalationId }),
};

/** What Belay opened (for a step, for a ticket handed to and fro) it opens again by itself. */
function retoldLeg(event: Told['leg_offered']): TicketCommand | null {
  const { by, direction, target, reason, messageId, acceptMs, doMs } = event;
  if (by === null || reason === 'path' || reason === 'ping_pong') return null;
  if (target.type === 'step' || target.type === 'superior') return null;
  if (reason !== 'dispute') return { type: 'open_leg', direction, target, reason, messageId, acceptMs, doMs };
  return target.type === 'manager' ? null : { type: 'open_dispute', against: target, messageId, decideMs: doMs };
}

function asked(trigger: Told['escalation_started']['trigger']): TicketCommand | null {
  if (trigger.type === 'breach') return null;
  // what Belay counted itself is counted again
  if (trigger.type === 'signal') return trigger.counted === undefined ? { ...trigger, type: 'signal' } : null;
  const { reason, messageId, amount } = trigger;
  return { type: 'escalate', firing: null, reason, messageId, ...(amount === undefined ? {} : { amount }) };
}
