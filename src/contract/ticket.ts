import { z } from 'zod';
import {
  ESCALATION_ENDS,
  ESCALATION_NEEDS,
  ESCALATION_REASONS,
  HAND_BACK_REASONS,
  RETURN_REASONS,
  SIGNAL_KINDS,
} from '#core/escalation/escalation.ts';
import { GATE_CODES } from '#core/escalation/gate.ts';
import { BREACH_CAUSES, CLOCK_OUTCOMES, CLOCK_STOPS } from '#core/sla/clock-state.ts';
import { CLOCK_KINDS } from '#core/sla/policy.ts';
import { TOLD_STAGES } from '#core/promise/promise.ts';
import { channel, instant, language, personRef, severity, status, teamRef } from './common.ts';
import { linkedTicket, numberedTicket } from './linked-ticket.ts';
import { approval } from './approval.ts';
import { hint } from './signal.ts';
import { leg } from './leg.ts';
import { question } from './question.ts';
import { may } from './may.ts';
import { nextEvent } from './next-event.ts';

/** A running deadline as the server's log states it. The client renders, it never computes business hours. */
export const clock = z.object({
  /** Names it among the ticket's clocks: its kind, or `kind:id` where the policy has two of a kind. */
  key: z.string(),
  kind: z.enum(CLOCK_KINDS),
  /** Counts from 1; every unanswered stretch of a `next_reply` is a cycle of its own. */
  cycle: z.number().int(),
  state: z.enum(['running', 'paused', 'stopped']),
  dueAt: instant.nullable(),
  /** Business time left at `now`, negative when over; null when paused for good or never open. */
  remainingMs: z.number().nullable(),
  /** Whether business hours are open at `now`: only then does `remainingMs` shrink with the wall clock. */
  counting: z.boolean(),
  /** When counting next starts or stops; between switches the client may tick by itself. */
  nextSwitchAt: instant.nullable(),
  targetMs: z.number(),
  breachedAt: instant.nullable(),
  /** Why it was missed; null when time alone ran out, or it was not. */
  breachCause: z.enum(BREACH_CAUSES).nullable(),
  /** Cycles missed so far, with this one. */
  breaches: z.number().int(),
  pausedAt: instant.nullable(),
  stoppedAt: instant.nullable(),
  outcome: z.enum(CLOCK_OUTCOMES).nullable(),
  stoppedBy: z.enum(CLOCK_STOPS).nullable(),
  calendar: z.string(),
  policy: z.string(),
});
export type Clock = z.infer<typeof clock>;

export const ticketRow = z.object({
  id: z.number().int(),
  number: z.number().int(),
  subject: z.string(),
  /** First line of the newest message or note the reader may see. */
  lastLine: z.string(),
  status,
  severity,
  topic: z.string(),
  /** In the order of the alphabet. */
  tags: z.array(z.string()),
  channel,
  language,
  requester: personRef,
  team: teamRef,
  /** Rank at which whoever answers for it stands, 1 = front line. */
  tier: z.number().int(),
  assignee: personRef.nullable(),
  firstContactAt: instant,
  lastEventAt: instant,
  nextEvent: nextEvent.nullable(),
  /** The nearest: the one that runs out first, else the one that is paused, else the one that stopped last. */
  clock: clock.nullable(),
  /** How many clocks beside that one run or are paused. */
  otherClocks: z.number().int(),
  /** The live escalation in short; null when none. */
  escalation: z
    .object({
      id: z.number().int(),
      status: z.enum(['climbing', 'acknowledged', 'last_resort']),
      stepIndex: z.number().int().nullable(),
      stepCount: z.number().int(),
      toldMe: z.boolean(),
    })
    .nullable(),
});
export type TicketRow = z.infer<typeof ticketRow>;

export const attachment = z.object({
  id: z.number().int(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
});
export type Attachment = z.infer<typeof attachment>;

export const message = z.object({
  id: z.number().int(),
  kind: z.enum(['message', 'reply', 'note', 'auto_reply', 'bounce', 'question', 'answer']),
  /** The side thread it belongs to, which the requester never sees; null = the ticket's own thread. */
  questionId: z.number().int().nullable(),
  author: personRef.nullable(),
  fromAddress: z.string().nullable(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  at: instant,
  /** What is visible without quote and signature. */
  text: z.string(),
  /** The rest (quote, signature), shown when unfolded; empty when there is none. */
  fullText: z.string(),
  /** Whether `/api/messages/:id/html` has a sanitised page for a sandboxed frame. */
  hasHtml: z.boolean(),
  delivery: z.enum(['queued', 'accepted', 'failed', 'bounced']).nullable(),
  deliveryError: z.string().nullable(),
  /** Of a reply that is still held back: when it goes out. Until then it may be withdrawn. */
  sendsAt: instant.nullable(),
  /** The same Message-ID had arrived before with other content. */
  idReused: z.boolean(),
  attachments: z.array(attachment),
});
export type Message = z.infer<typeof message>;

export const messagePage = z.object({ items: z.array(message), nextCursor: z.string().nullable() });
export type MessagePage = z.infer<typeof messagePage>;

export const step = z.object({
  index: z.number().int(),
  name: z.string(),
  direction: z.enum(['functional', 'hierarchical']),
  waitMs: z.number(),
  waitIn: z.enum(['business', 'wall']),
  /** Whom the step would call now; empty: nobody can be reached, and it would be skipped. */
  people: z.array(personRef),
  /** `approval`: it asks whom it calls to allow something. */
  needs: z.enum(['acknowledge', 'take_over', 'approval']),
});

export const escalation = z.object({
  id: z.number().int(),
  status: z.enum(['climbing', 'acknowledged', 'last_resort', 'ended']),
  path: z.string(),
  pathVersion: z.number().int(),
  startedAt: instant,
  reasons: z.array(
    z.object({
      at: instant,
      type: z.enum(['breach', 'request', 'signal']),
      reason: z.enum(ESCALATION_REASONS).nullable(),
      /** What whoever was called shall do, and whether the requester was to hear nothing of it, where a person asked. */
      need: z.enum(ESCALATION_NEEDS).nullable(),
      untold: z.boolean(),
      /** What was noticed, when nobody asked and nothing was missed. */
      signal: z.enum(SIGNAL_KINDS).nullable(),
      by: personRef.nullable(),
      /** Whether something had gone wrong, or was noticed before it did. */
      nature: z.enum(['reactive', 'proactive']),
      /** The messages a signal was seen in, and how sure whoever saw it is (0 to 1). */
      evidence: z.array(z.number().int()),
      confidence: z.number().nullable(),
      /** What Belay counted itself, beside the number of the path's rule; of a silence, milliseconds. */
      counted: z.object({ count: z.number(), limit: z.number(), withinMs: z.number().optional() }).nullable(),
    }),
  ),
  firing: z.number().int(),
  loop: z.number().int(),
  stepIndex: z.number().int().nullable(),
  steps: z.array(step),
  lastResort: z.array(z.string()),
  told: z.array(personRef),
  /** When it goes on by itself; null also while it waits for an approval, which has a time of its own. */
  nextAt: instant.nullable(),
  /** The approval that its step asks for and it waits for; null when it waits for none. */
  approvalId: z.number().int().nullable(),
  acknowledgedBy: personRef.nullable(),
  acknowledgedAt: instant.nullable(),
  remindAt: instant.nullable(),
  reminded: z.boolean(),
  confirmBy: instant.nullable(),
  /** Nothing of it moves until then; null while nothing silences it. */
  silencedUntil: instant.nullable(),
  /** People who were told and gave it back to whoever asked; no step of this escalation calls them again. */
  returns: z.array(z.object({ by: personRef, at: instant, reason: z.enum(RETURN_REASONS) })),
  /** Offered by its holder, who stays responsible until `to` acknowledges; null when nothing is offered. */
  handBack: z.object({ to: personRef, by: personRef, at: instant, reason: z.enum(HAND_BACK_REASONS) }).nullable(),
  endedAt: instant.nullable(),
  endedWhy: z.enum(ESCALATION_ENDS).nullable(),
});
export type EscalationView = z.infer<typeof escalation>;

/** The log as people read it: who, what, when; ids resolved to names, never message text. */
export const loggedEvent = z.object({
  seq: z.number().int(),
  at: instant,
  actor: personRef.nullable(),
  type: z.string(),
  body: z.record(z.string(), z.unknown()),
});
export type LoggedEventView = z.infer<typeof loggedEvent>;

export const eventPage = z.object({
  items: z.array(loggedEvent),
  /** Everyone the bodies name by id. */
  people: z.array(personRef),
  /** Every other ticket the bodies name by id. */
  tickets: z.array(numberedTicket),
  nextCursor: z.string().nullable(),
});
export type EventPage = z.infer<typeof eventPage>;

export const ticketDetail = ticketRow.extend({
  seq: z.number().int(),
  /** Where it stands once nobody above holds it. */
  assignedTier: z.number().int(),
  requesterEmail: z.string().nullable(),
  /** What the requester's clock goes by, as in `Europe/Zagreb`; null when nobody has said. */
  requesterTimeZone: z.string().nullable(),
  /** The person or team that answers for the ticket right now, and why it is they. */
  responsible: z.object({
    person: personRef.nullable(),
    team: teamRef,
    because: z.enum(['acknowledged', 'assigned', 'team']),
  }),
  /** Planned work: until then triggers and steps wait. Null when none is under way. */
  maintenanceUntil: instant.nullable(),
  clocks: z.array(clock),
  escalations: z.array(escalation),
  /** What the requester was told last, and hears of: never a name. Null while nothing was promised. */
  promise: z
    .object({
      stage: z.enum(TOLD_STAGES),
      since: instant,
      state: z.enum(['open', 'kept', 'broken']),
      /** By when they were told that they hear from a person, and when they did. */
      dueAt: instant,
      answeredAt: instant.nullable(),
    })
    .nullable(),
  /** By when the requester hears something: the earlier of what was promised and what a clock says; null when neither. */
  promisedAt: instant.nullable(),
  /** Hand-overs to others beside or above, in the order they were opened. */
  legs: z.array(leg),
  approvals: z.array(approval),
  questions: z.array(question),
  /** The path a request would begin on, or goes on with. */
  path: z.object({
    name: z.string(),
    /** The step after which a request goes on; null = from the bottom. */
    after: z.number().int().nullable(),
    steps: z.array(step),
    lastResort: z.array(z.string()),
  }),
  /** Since when programs change nothing here, because they had gone in circles; null while they may. */
  automationParkedAt: instant.nullable(),
  /** What somebody thought they noticed since anybody answered, not sure enough for the path to climb. */
  hints: z.array(hint),
  /** Whether the ticket may begin to climb for each reason: now, at a moment, or not before something else happens. */
  mayEscalate: z.array(
    z.object({
      reason: z.enum(ESCALATION_REASONS),
      when: z.enum(['now', 'at', 'not_yet']),
      /** What stands in the way: no target is missed yet, the clock stands still, attempts are missing. */
      because: z.enum(GATE_CODES).nullable(),
      /** From when on it may, whatever else happens; null when it may now, or nobody knows. */
      at: instant.nullable(),
      attemptsMade: z.number().int(),
      attemptsNeeded: z.number().int(),
    }),
  ),
  /** Until when it is offered to the reader; null when it is not. */
  offeredUntil: instant.nullable(),
  /** Put aside by somebody until then; null when nobody did, or something woke it. */
  snoozedUntil: instant.nullable(),
  /** How it was closed; null while it is not. */
  closedAs: z.enum(['solved', 'merged', 'spam']).nullable(),
  /** The ticket that owes now what this one did; null when it was not merged. */
  mergedInto: numberedTicket.nullable(),
  /** The closed ticket that its first message answered; null when it began by itself. */
  follows: numberedTicket.nullable(),
  /** What was said about it after it had closed: each a ticket of its own. */
  followUps: z.array(numberedTicket),
  /** What it is to other tickets in sight; `kind` says what this one is: `child_of` the other, `duplicate_of` it. */
  links: z.array(linkedTicket),
  /** What was merged into it; their messages stand in its thread. */
  merged: z.array(numberedTicket),
  /** Addresses of those whose tickets these were, if they are somebody else’s: each reply goes to them as a copy. */
  copiesTo: z.array(z.string()),
  /** People who never see this ticket, are never given it and never called for it. */
  excluded: z.array(personRef),
  may,
  now: instant,
});
export type TicketDetail = z.infer<typeof ticketDetail>;
