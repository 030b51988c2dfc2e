import type { TicketEvent } from '#core/ticket/event.ts';
import { WEIGHTS } from '#test/harness/life-weights.ts';
import type { What } from './input.ts';

/** How a kind of input comes about in a chaos run. */
export type Kind =
  | {
      /** How often the driver asks for it, beside the others. */
      weight: number;
      /** It is asked of a ticket at which one of these was done just before. */
      after?: What | What[];
      /** It is asked of one ticket, over and over. */
      ofOne?: true;
    }
  /** Belay itself gives this command; by this event of a ticket it is known that it did. */
  | { seenBy: TicketEvent['type'] };

const OTHERS = [
  'mail',
  'answer',
  'bounce',
  'presence',
  'import',
  'merge',
  'unmerge',
  'split',
  'roll_out',
  'cancel_rollout',
] as const;

/** What is asked as often as any other, of any ticket, is not named here. */
const NAMED: Partial<Record<What, Kind>> = {
  mail: { weight: 8 },
  answer: { weight: 8 },
  bounce: { weight: 3 },
  presence: { weight: 6 },
  import: { weight: 1 },
  record_status: { weight: 1, after: 'import' },
  merge: { weight: 4 },
  unmerge: { weight: 4, after: 'merge' },
  split: { weight: 3, after: 'receive' },
  // both halves of what changes two tickets
  take_in: { seenBy: 'merged_in' },
  merge_into: { seenBy: 'merged_in' },
  release: { seenBy: 'merge_released' },
  split_off: { seenBy: 'message_split_off' },
  roll_out: { weight: 2 },
  cancel_rollout: { weight: 1 },
  link: { weight: 4 },
  unlink: { weight: 3, after: 'link' },
  restore: { weight: 2, after: 'close_as' },
  erase_words: { weight: 2, after: 'set_status' },
  tick: { seenBy: 'target_breached' },
  open: { weight: 15 },
  receive: { weight: 8 },
  reply: { weight: 12 },
  accept_reply: { seenBy: 'reply_accepted' },
  fail_reply: { seenBy: 'reply_failed' },
  retract_reply: { seenBy: 'reply_retracted' },
  withdraw_reply: { weight: 6, after: 'reply' },
  note: { weight: 8 },
  pick_up_contact: { weight: 1, after: 'offer_contact' },
  abandon_contact: { weight: 1, after: 'offer_contact' },
  close_as: { weight: 1 },
  move_to_team: { weight: 4 },
  set_status: { weight: 8 },
  readmit: { weight: 2, after: 'exclude' },
  escalate: { weight: 8 },
  acknowledge: { weight: 10, after: 'escalate' },
  confirm: { weight: 3, after: 'acknowledge' },
  take_back: { weight: 2, after: 'acknowledge' },
  silence: { weight: 3, after: 'escalate' },
  end_silence: { weight: 2, after: 'silence' },
  apply_path: { weight: 2, after: 'escalate' },
  de_escalate: { weight: 2, after: 'escalate' },
  end_snooze: { weight: 2, after: 'snooze' },
  end_maintenance: { weight: 2, after: 'begin_maintenance' },
  return: { weight: 4, after: 'escalate' },
  hand_back: { weight: 4, after: 'acknowledge' },
  acknowledge_hand_back: { weight: 3, after: 'hand_back' },
  offer: { weight: 2, after: 'move_to_team' },
  accept_offer: { weight: 4, after: 'move_to_team' },
  decline_offer: { weight: 4, after: 'move_to_team' },
  acknowledge_leg: { weight: 4, after: ['open_leg', 'open_dispute'] },
  return_leg: { weight: 2, after: 'open_leg' },
  finish_leg: { weight: 5, after: 'acknowledge_leg' },
  withdraw_leg: { weight: 2, after: 'open_leg' },
  hand_back_leg: { weight: 2, after: 'acknowledge_leg' },
  acknowledge_leg_hand_back: { weight: 2, after: 'hand_back_leg' },
  decide_dispute: { weight: 3, after: ['acknowledge_leg', 'open_dispute'] },
  decide_approval: { weight: 2, after: 'ask_approval' },
  delegate_approval: { weight: 2, after: 'ask_approval' },
  // a program that runs wild is stopped, and a person lets it go on
  set_tags: { weight: 5, ofOne: true },
  resume_automation: { weight: 2, ofOne: true },
  withdraw_approval: { weight: 2, after: 'ask_approval' },
  ask_question: { weight: 3 },
  withdraw_question: { weight: 2, after: 'ask_question' },
  receive_answer: { weight: 3, after: 'ask_question' },
  accept_question: { seenBy: 'question_sent' },
  fail_question: { weight: 2, after: 'ask_question' },
};

/** Every kind of command: whatever lives do at random, chaos does as well. */
export const COMMANDS = (Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]).filter((act) => act !== 'sweep');

/** Everything that is asked, or seen to be done, in a run; a run in which one of these was never done has failed. */
export const KINDS: ReadonlyMap<What, Kind> = new Map(
  [...OTHERS, ...COMMANDS].map((what) => [what, NAMED[what] ?? { weight: 2 }]),
);
