import {
  ArrowDown,
  BellOff,
  EyeOff,
  GitMerge,
  MailQuestionMark,
  Moon,
  Stamp,
  Tag,
  UserRoundPlus,
  type LucideIcon,
} from 'lucide-react';
import type { TicketDetail } from '#contract/ticket.ts';

/** What is asked for in a dialog of its own, in groups. */
const GROUPS = [
  ['silence', 'de_escalate'],
  ['open_leg', 'ask_approval', 'ask_question'],
  ['snooze', 'merge', 'topic', 'keep_out'],
] as const;
export type Matter = (typeof GROUPS)[number][number];

export const MATTER_ICONS: Record<Matter, LucideIcon> = {
  silence: BellOff,
  de_escalate: ArrowDown,
  open_leg: UserRoundPlus,
  ask_approval: Stamp,
  ask_question: MailQuestionMark,
  snooze: Moon,
  merge: GitMerge,
  topic: Tag,
  keep_out: EyeOff,
};

/** The usual keys of those that have one. */
export const MATTER_KEYS: Partial<Record<Matter, string>> = { ask_approval: 'o', snooze: 'z' };

/** Whether the reader may, as the server says; whoever is kept out already may be let back. */
export function mayMatter({ may, excluded }: TicketDetail, matter: Matter): boolean {
  if (matter === 'keep_out') return may.exclude === null || excluded.length > 0;
  return may[matter === 'topic' ? 'set_topic' : matter] === null;
}

/** The groups of a menu with what may be done now, without those that are empty. */
export const mattersOf = (ticket: TicketDetail): Matter[][] =>
  GROUPS.map((group) => group.filter((matter) => mayMatter(ticket, matter))).filter((group) => group.length > 0);
