import { z } from 'zod';
import { ESCALATION_REASONS, HAND_BACK_REASONS, RETURN_REASONS } from '#core/escalation/escalation.ts';
import { DISPUTE_DECISIONS, LEG_DIRECTIONS, LEG_ENDS, LEG_REASONS } from '#core/leg/leg.ts';
import { DAY, MINUTE } from '#core/time.ts';
import { id, instant, personRef } from './common.ts';

const commandId = z.string().min(8).max(100);
const words = z.string().trim().max(4_000).default('');
const length = z
  .number()
  .int()
  .min(MINUTE)
  .max(30 * DAY);

/** Asks others for a part, or somebody above for a decision. Business time to take it and to get it done. */
export const openLeg = z.object({
  direction: z.enum(LEG_DIRECTIONS),
  to: z.discriminatedUnion('type', [
    z.object({ type: z.literal('person'), personId: id }),
    z.object({ type: z.literal('team'), teamId: id }),
    z.object({ type: z.literal('manager') }),
  ]),
  reason: z.enum(ESCALATION_REASONS),
  /** What is needed; kept as a note. */
  words,
  acceptMs: length.optional(),
  doMs: length.optional(),
  commandId,
});
export type OpenLeg = z.input<typeof openLeg>;

/** Refuses what was offered. */
export const returnLeg = z.object({ reason: z.enum(RETURN_REASONS), words, commandId });
export type ReturnLeg = z.input<typeof returnLeg>;

/** Gives it down: to whoever opened it, else to the assignee, unless somebody is named. */
export const handBackLeg = z.object({
  reason: z.enum(HAND_BACK_REASONS),
  toPersonId: id.optional(),
  words,
  commandId,
});
export type HandBackLeg = z.input<typeof handBackLeg>;

const disputed = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person'), personId: id }),
  z.object({ type: z.literal('team'), teamId: id }),
]);

/** Asks somebody neutral to decide between the caller and a colleague, or another team. */
export const openDispute = z.object({
  against: disputed,
  /** What it is about; kept as a note. */
  words: z.string().trim().min(1).max(4_000),
  /** Business time to decide it. */
  decideMs: length.optional(),
  commandId,
});
export type OpenDispute = z.input<typeof openDispute>;

/** Decides a dispute; the words say why, kept as a note. */
export const decideDispute = z.object({ decision: z.enum(DISPUTE_DECISIONS), words, commandId });
export type DecideDispute = z.input<typeof decideDispute>;

/** Takes it, says it is done, or needs it no longer. */
export const answerLeg = z.object({ commandId });
export type AnswerLeg = z.infer<typeof answerLeg>;

export const leg = z.object({
  id: z.number().int(),
  direction: z.enum(LEG_DIRECTIONS),
  status: z.enum(['offered', 'acknowledged', 'ended']),
  /** `path`: a step of an escalation path hands the work over. */
  reason: z.enum(LEG_REASONS),
  /** The note that says what is needed. */
  messageId: z.number().int().nullable(),
  /** Null: a step did. */
  openedBy: personRef.nullable(),
  step: z.object({ escalationId: z.number().int(), stepIndex: z.number().int() }).nullable(),
  openedAt: instant,
  /** Who may take it now. */
  told: z.array(personRef),
  /** When it goes to somebody above if nobody took it. */
  acceptBy: instant.nullable(),
  acknowledgedBy: personRef.nullable(),
  acknowledgedAt: instant.nullable(),
  /** When the holder is reminded; a sign of work moves it on. */
  doBy: instant.nullable(),
  /** After the reminder: when it goes to somebody above. */
  lapsesAt: instant.nullable(),
  /** To whom its holder offers it, who has until `acceptBy`. */
  handBack: z.object({ to: personRef, at: instant, reason: z.enum(HAND_BACK_REASONS), acceptBy: instant }).nullable(),
  returns: z.array(z.object({ by: personRef, at: instant, reason: z.enum(RETURN_REASONS) })),
  endedAt: instant.nullable(),
  endedWhy: z.enum(LEG_ENDS).nullable(),
  /** Of a dispute: with whom. */
  against: disputed.nullable(),
  /** How a dispute was decided. */
  decision: z.object({ decision: z.enum(DISPUTE_DECISIONS), messageId: z.number().int().nullable() }).nullable(),
  /** Business time until it was taken, and from then until it was done. */
  acceptedInMs: z.number().int().nullable(),
  doneInMs: z.number().int().nullable(),
  /** What the reader may do to it now: null, or the code of why not. */
  may: z.object({
    acknowledge: z.string().nullable(),
    return: z.string().nullable(),
    finish: z.string().nullable(),
    handBack: z.string().nullable(),
    acknowledgeHandBack: z.string().nullable(),
    withdraw: z.string().nullable(),
    decide: z.string().nullable(),
  }),
});
export type LegView = z.infer<typeof leg>;
