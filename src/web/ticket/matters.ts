import {
  ArrowDown,
  BellOff,
  EyeOff,
  GitMerge,
  Link2,
  MailQuestionMark,
  Moon,
  Route,
  Scale,
  Stamp,
  Tag,
  UserRoundPen,
  UserRoundPlus,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import type { TicketDetail } from '#contract/ticket.ts';
import { isOffered } from '#web/ticket/refusal.ts';
import { CATALOGUE, type KeyEntry } from '#web/app/keys/catalogue.ts';

/** What is asked for in a dialog of its own, in groups. */
const GROUPS = [
  ['silence', 'apply_path', 'de_escalate', 'begin_maintenance'],
  ['open_leg', 'ask_approval', 'ask_question', 'open_dispute'],
  ['snooze', 'merge', 'link', 'set_requester', 'topic', 'keep_out'],
] as const;
export type Matter = (typeof GROUPS)[number][number];

export const MATTER_ICONS: Record<Matter, LucideIcon> = {
  silence: BellOff,
  apply_path: Route,
  de_escalate: ArrowDown,
  begin_maintenance: Wrench,
  open_leg: UserRoundPlus,
  ask_approval: Stamp,
  ask_question: MailQuestionMark,
  open_dispute: Scale,
  snooze: Moon,
  merge: GitMerge,
  link: Link2,
  set_requester: UserRoundPen,
  topic: Tag,
  keep_out: EyeOff,
};

export const MATTERS: readonly Matter[] = GROUPS.flat();

/** What its key, and its line in the palette, goes by. */
export const matterKey = (matter: Matter): KeyEntry => CATALOGUE[`ticket.${matter}`]!;

/** Why it cannot be done now, as a code; null when it can. Whoever is kept out already may be let back. */
export function refusalOfMatter({ may, excluded }: TicketDetail, matter: Matter): string | null {
  if (matter === 'keep_out') return excluded.length > 0 ? null : may.exclude;
  return may[matter === 'topic' ? 'set_topic' : matter];
}

/** The groups of a menu, without what the reader has no right to and groups that are then empty. */
export const mattersOf = (ticket: TicketDetail): Matter[][] =>
  GROUPS.map((group) => group.filter((matter) => isOffered(refusalOfMatter(ticket, matter)))).filter(
    (group) => group.length > 0,
  );
