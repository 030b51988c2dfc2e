import { z } from 'zod';

/** Verb → null when it may be done now, else the refusal's code. Computed by the same `decide` and `can`. */
export const may = z.object({
  reply: z.string().nullable(),
  note: z.string().nullable(),
  assign: z.string().nullable(),
  take: z.string().nullable(),
  solve: z.string().nullable(),
  set_status: z.string().nullable(),
  /** For a reason that never waits; `mayEscalate` has every reason. */
  escalate: z.string().nullable(),
  signal: z.string().nullable(),
  record_attempt: z.string().nullable(),
  resume_automation: z.string().nullable(),
  acknowledge: z.string().nullable(),
  confirm: z.string().nullable(),
  move_to_team: z.string().nullable(),
  set_severity: z.string().nullable(),
  set_topic: z.string().nullable(),
  set_tags: z.string().nullable(),
  /** Refuse what a step told the reader, or the hand-back offered to them. */
  return: z.string().nullable(),
  hand_back: z.string().nullable(),
  acknowledge_hand_back: z.string().nullable(),
  /** Hand a part to others; that the team has somebody to ask is all that is looked at. */
  open_leg: z.string().nullable(),
  /** Ask somebody neutral to decide; against whom is looked at when it is done. */
  open_dispute: z.string().nullable(),
  ask_question: z.string().nullable(),
  /** Ask others to allow something; of whom is looked at when it is done. */
  ask_approval: z.string().nullable(),
  take_back: z.string().nullable(),
  silence: z.string().nullable(),
  end_silence: z.string().nullable(),
  apply_path: z.string().nullable(),
  de_escalate: z.string().nullable(),
  begin_maintenance: z.string().nullable(),
  end_maintenance: z.string().nullable(),
  exclude: z.string().nullable(),
  set_requester: z.string().nullable(),
  snooze: z.string().nullable(),
  end_snooze: z.string().nullable(),
  /** Give one of its messages a ticket of its own. */
  split: z.string().nullable(),
  /** Merge it into another ticket; which one is only known when it is asked. */
  merge: z.string().nullable(),
  unmerge: z.string().nullable(),
  link: z.string().nullable(),
  mark_spam: z.string().nullable(),
  unmark_spam: z.string().nullable(),
});
export type May = z.infer<typeof may>;
