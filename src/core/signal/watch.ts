import type { SignalKind } from '#core/escalation/escalation.ts';
import type { MessageId } from '#core/ids.ts';
import { evolvePasses, type Pass } from '#core/leg/passes.ts';
import { isWords, withAct, type AutomaticAct } from '#core/signal/budget.ts';
import { withHint, type Hint } from '#core/signal/hint.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';

/** What is counted about a ticket so that what needs no language is noticed. */
export interface Watch {
  /** How often its customer opened it again after it was solved. */
  reopens: number;
  /** What people wrote from outside since anybody last answered, oldest first; at most the newest `MOST_UNANSWERED`. */
  unanswered: { messageId: MessageId; at: Instant }[];
  /** Since when the customer hears nothing; null while it is theirs to speak, or nothing is owed. */
  quietSince: Instant | null;
  /** When that is a silence; null: the path does not ask, or it was noticed already. */
  silentAt: Instant | null;
  /** When the open promise is at risk; null: the path does not ask, none is open, or it was noticed already. */
  promiseRiskAt: Instant | null;
  /** The promise that was last noticed to be at risk; 0 = none. */
  promiseNoticed: number;
  /** What was tried and written down. */
  attempts: number;
  /** Acts of programs, oldest first; those that no longer count fall away with the next. */
  automatic: AutomaticAct[];
  /** Since when programs change nothing; null while they may. */
  parkedAt: Instant | null;
  /** What was noticed since anybody last answered: each kind is noticed once until then. */
  noticed: SignalKind[];
  /** How it changed hands since there was new information, oldest first. */
  passes: Pass[];
  /** What somebody was not sure enough of, since anybody last answered. */
  hints: Hint[];
}

export const MOST_UNANSWERED = 20;

/** Of a ticket nothing has happened to. */
export const UNWATCHED: Watch = {
  reopens: 0,
  unanswered: [],
  quietSince: null,
  silentAt: null,
  promiseRiskAt: null,
  promiseNoticed: 0,
  attempts: 0,
  automatic: [],
  parkedAt: null,
  noticed: [],
  passes: [],
  hints: [],
};

/** When Belay must look at the ticket for something that is to be noticed. */
export function watchLookAt({ silentAt, promiseRiskAt }: Watch): Instant {
  return Math.min(silentAt ?? NEVER, promiseRiskAt ?? NEVER);
}

/** What is counted after an event that happens to `ticket`. */
export function evolveWatch(ticket: Ticket, event: TicketEvent, at: Instant): Watch {
  const { assigneeId, teamId, assignedTier, watch } = ticket;
  const passes = evolvePasses({ assigneeId, teamId, assignedTier, passes: watch.passes }, event);
  const seen = evolveSeen(ticket, event, at);
  return passes === watch.passes ? seen : { ...seen, passes };
}

function evolveSeen({ watch, status, promises, seq }: Ticket, event: TicketEvent, at: Instant): Watch {
  switch (event.type) {
    case 'message_received':
      return event.kind === 'message' ? written(watch, event.messageId, event.receivedAt ?? at) : watch;
    case 'reply_accepted':
      return event.automatic === true ? watch : { ...watch, unanswered: [], noticed: [], hints: [], quietSince: at };
    case 'status_changed':
      if (event.to === 'waiting_on_customer') return { ...watch, quietSince: null };
      return status === 'waiting_on_customer' ? { ...watch, quietSince: at } : watch;
    case 'ticket_reopened':
      return { ...watch, reopens: watch.reopens + (isByCustomer(event.by) ? 1 : 0), quietSince: at };
    case 'ticket_solved':
    case 'ticket_closed':
      return { ...watch, quietSince: null, silentAt: null, promiseRiskAt: null };
    case 'signal_hinted': {
      const { type: _, ...hint } = event;
      return { ...watch, hints: withHint(watch.hints, { ...hint, at }) };
    }
    case 'attempt_recorded':
      return { ...watch, attempts: watch.attempts + 1 };
    case 'automation_acted': {
      const act = { seq: seq + 1, at, after: [...event.cause.after, seq + 1] };
      const acted = withAct(watch.automatic, isWords(event.command) ? { ...act, said: true } : act);
      return { ...watch, automatic: acted };
    }
    case 'automation_parked':
      return { ...watch, parkedAt: at };
    case 'automation_resumed':
      return { ...watch, parkedAt: null, automatic: [] };
    case 'watch_moved':
      return { ...watch, silentAt: event.silentAt, promiseRiskAt: event.promiseRiskAt };
    case 'escalation_started':
    case 'escalation_reason_added': {
      const { trigger } = event;
      if (trigger.type !== 'signal' || trigger.counted === undefined) return watch;
      const promiseNoticed = promises.find(({ state }) => state === 'open')?.id ?? watch.promiseNoticed;
      if (trigger.kind === 'promise_at_risk') return { ...watch, promiseRiskAt: null, promiseNoticed };
      const silentAt = trigger.kind === 'silence' ? null : watch.silentAt;
      return { ...watch, silentAt, noticed: [...new Set([...watch.noticed, trigger.kind])] };
    }
    default:
      return watch;
  }
}

const isByCustomer = (by: string | undefined): boolean => by === 'message' || by === 'customer';

function written(watch: Watch, messageId: MessageId, at: Instant): Watch {
  const unanswered = [...watch.unanswered, { messageId, at }].slice(-MOST_UNANSWERED);
  return { ...watch, unanswered, quietSince: watch.quietSince ?? at };
}
