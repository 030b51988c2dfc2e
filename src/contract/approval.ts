import { z } from 'zod';
import { APPROVAL_ENDS, APPROVAL_RULES, MOST_SEATS, SEAT_LEVELS, VERDICTS } from '#core/approval/approval.ts';
import { DAY, MINUTE } from '#core/time.ts';
import { id, instant, personRef, role } from './common.ts';

const commandId = z.string().min(8).max(100);
const words = z.string().trim().max(4_000).default('');
const currency = z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217');

/** In the smallest unit of the currency: 12,000 is 120.00 euros. */
export const money = z.object({ minor: z.number().int().positive().max(Number.MAX_SAFE_INTEGER), currency });

/** Asks others to allow something. Until it is decided the ticket cannot be solved. */
export const askApproval = z.object({
  approvers: z
    .array(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('person'), personId: id }),
        z.object({ type: z.literal('team'), teamId: id }),
        z.object({ type: z.literal('manager') }),
      ]),
    )
    .min(1)
    .max(MOST_SEATS),
  /** Whether all of them must say yes, or one is enough. */
  rule: z.enum(APPROVAL_RULES).default('all'),
  amount: money.nullable().default(null),
  /** What is to be allowed and why; kept as a note. */
  words,
  /** Business time for each who is asked. */
  decideMs: z
    .number()
    .int()
    .min(MINUTE)
    .max(30 * DAY)
    .optional(),
  commandId,
});
export type AskApproval = z.input<typeof askApproval>;

/** Says yes or no; the words are kept as a note. */
export const decideApproval = z.object({ verdict: z.enum(VERDICTS), words, commandId });
export type DecideApproval = z.input<typeof decideApproval>;

export const delegateApproval = z.object({ to: id, words, commandId });
export type DelegateApproval = z.input<typeof delegateApproval>;
export const withdrawApproval = z.object({ commandId });

export const approval = z.object({
  id: z.number().int(),
  status: z.enum(['pending', 'ended']),
  rule: z.enum(APPROVAL_RULES),
  amount: money.nullable(),
  /** The note that says what is to be allowed. */
  messageId: z.number().int().nullable(),
  /** null: a step of a path asks, and nobody in person. */
  askedBy: personRef.nullable(),
  askedAt: instant,
  /** The step that asks and waits for the answer; null: a person does. */
  step: z.object({ escalationId: z.number().int(), stepIndex: z.number().int() }).nullable(),
  /** One for each yes that is asked for. */
  seats: z.array(
    z.object({
      id: z.number().int(),
      state: z.enum(['open', 'decided', 'expired']),
      /** How far it has gone on for want of a decision. */
      level: z.enum(SEAT_LEVELS),
      /** Who may decide it now. */
      told: z.array(personRef),
      decideBy: instant.nullable(),
      decidedBy: personRef.nullable(),
      decidedAt: instant.nullable(),
      verdict: z.enum(VERDICTS).nullable(),
    }),
  ),
  endedAt: instant.nullable(),
  /** `expired`: nobody decided in time, so it is not granted. */
  endedWhy: z.enum(APPROVAL_ENDS).nullable(),
  /** What the reader may do to it now: null, or the code of why not. */
  may: z.object({
    grant: z.string().nullable(),
    refuse: z.string().nullable(),
    delegate: z.string().nullable(),
    withdraw: z.string().nullable(),
  }),
});
export type ApprovalView = z.infer<typeof approval>;

/** What waits for the reader's yes or no, the most urgent first. */
export const approvalList = z.object({
  items: z.array(
    z.object({
      ticketId: z.number().int(),
      number: z.number().int(),
      subject: z.string(),
      approvalId: z.number().int(),
      amount: money.nullable(),
      askedBy: personRef.nullable(),
      askedAt: instant,
      decideBy: instant,
      /** What is to be allowed, as whoever asks says it. */
      words: z.string(),
    }),
  ),
});
export type ApprovalList = z.infer<typeof approvalList>;

/** The most that a tier, or a role, may allow in a currency; null = without limit. */
export const approvalLimit = z.object({
  currency,
  of: z.union([z.object({ tier: z.number().int().min(1).max(99) }), z.object({ role })]),
  mostMinor: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
});

/** All of them. Where there is none, nobody is limited. */
export const approvalLimits = z.object({ items: z.array(approvalLimit).max(200) });
export type ApprovalLimits = z.infer<typeof approvalLimits>;

/** Who decides in the reader's place when they do not in time, or are away; null = nobody. */
export const approvalDelegate = z.object({ delegate: z.object({ id: z.number().int(), name: z.string() }).nullable() });
export const setApprovalDelegate = z.object({ personId: id.nullable() });
