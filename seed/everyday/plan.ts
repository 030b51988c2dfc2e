import type { EscalationReason } from '#core/escalation/escalation.ts';
import type { Severity } from '#core/ticket/ticket.ts';
import { CUSTOMERS, type Customer } from '#seed/company.ts';
import { EVERYDAY_CUSTOMERS } from './customers.ts';
import { ENGLISH } from './en.ts';
import { FILIPINO } from './fil.ts';
import { CROATIAN } from './hr.ts';
import { ITALIAN } from './it.ts';
import type { Matter } from './matter.ts';
import { RUSSIAN } from './ru.ts';
import { VIETNAMESE } from './vi.ts';

/** Something done on an everyday ticket, so many minutes of working time before now. */
export type Deed = { ago: number } & (
  | { does: 'writes'; text: string }
  /** `by` the person who has the ticket, or a specialist of the team. */
  | { does: 'replies' | 'notes'; by: 'assignee' | 'specialist'; text: string }
  | { does: 'sets'; to: 'waiting_on_customer' | 'on_hold' | 'solved' }
  | { does: 'escalates'; reason: EscalationReason }
  | { does: 'takes' }
  | { does: 'tags'; tags: string[] }
);

export interface EverydayStory {
  customer: Customer;
  team: Matter['team'];
  topic: string;
  severity: Severity;
  ago: number;
  subject: string;
  text: string;
  /** Oldest first. */
  deeds: Deed[];
}

const MATTERS: Record<Customer['language'], Matter[]> = {
  en: ENGLISH,
  hr: CROATIAN,
  fil: FILIPINO,
  vi: VIETNAMESE,
  ru: RUSSIAN,
  it: ITALIAN,
};

const PRODUCTS = ['Bura One', 'Bura Pro', 'Bura Mini', 'Bura Studio'];
const HOW_MANY = 182;
/** Working minutes between one ticket and the one before it: sixteen working days in all. */
const EVERY = 46;

/**
 * What came in over the last sixteen working days beside the stories told one by one: the same every time, so that
 * tests and screenshots know it. The older a ticket, the likelier it is done.
 */
export function everydayStories(): EverydayStory[] {
  const customers: Customer[] = [...EVERYDAY_CUSTOMERS, ...Object.values(CUSTOMERS)];
  return Array.from({ length: HOW_MANY }, (_, index) => {
    const roll = dice(index + 1);
    // 37 shares no factor with the number of customers: everybody comes before anybody comes again
    const customer = customers[(index * 37) % customers.length]!;
    const matters = MATTERS[customer.language];
    const matter = matters[(index + roll(3)) % matters.length]!;
    const fill = filler(index, roll);
    const ago = 14 + index * EVERY + roll(EVERY - 8);
    const { team, topic, severity, tags } = matter;
    return {
      customer,
      team,
      topic,
      severity,
      ago,
      subject: fill(matter.subject),
      text: `${fill(matter.text)}\n\n${customer.name}`,
      deeds: [{ ago: ago - 2, does: 'tags' as const, tags }, ...pastOf(matter, ago, fill, roll)].filter(
        (deed) => deed.ago > 0,
      ),
    };
  });
}

type Roll = (sides: number) => number;

function filler(index: number, roll: Roll): (text: string) => string {
  const values: Record<string, string> = {
    order: String(10_240 + index * 7),
    product: PRODUCTS[roll(PRODUCTS.length)]!,
    days: String(6 + roll(15)),
    amount: ['89', '149', '239', '329'][roll(4)]!,
  };
  return (text) => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function pastOf(matter: Matter, ago: number, fill: (text: string) => string, roll: Roll): Deed[] {
  const answer = ago - (5 + roll(matter.severity === 'S2' ? 20 : 42));
  const first: Deed = { ago: answer, does: 'replies', by: 'assignee', text: fill(matter.reply) };
  const again = answer - (35 + roll(240));
  const back: Deed[] = [
    { ago: again, does: 'writes', text: fill(matter.again) },
    { ago: again - (9 + roll(30)), does: 'replies', by: 'assignee', text: fill(matter.replyAgain) },
  ];
  const end = (back.at(-1)?.ago ?? answer) - (20 + roll(90));
  const solved: Deed = { ago: end, does: 'sets', to: 'solved' };
  const fate = roll(100);
  if (fate < 8) return missed(matter, ago, fill, ago > 900);
  if (fate < 18) return raised(matter, first, again, fill, roll, ago > 700);
  if (ago > 1_500 ? fate < 96 : fate < 55)
    return fate % 2 === 0 ? [first, ...back, solved] : [first, { ...solved, ago: answer - 30 }];
  if (fate < 72) return [first, { ago: answer, does: 'sets', to: 'waiting_on_customer' }];
  if (fate < 80)
    return [
      first,
      { ago: answer - 12, does: 'notes', by: 'assignee', text: fill(matter.note) },
      { ago: answer - 14, does: 'sets', to: 'on_hold' },
    ];
  if (fate < 90) return [first, ...back];
  return [first];
}

/** Nobody answered in time: a specialist was called, took it, and answered. */
function missed(matter: Matter, ago: number, fill: (text: string) => string, done: boolean): Deed[] {
  const late = ago - { S1: 22, S2: 38, S3: 68, S4: 250 }[matter.severity];
  return [
    { ago: late, does: 'takes' },
    { ago: late - 9, does: 'replies', by: 'specialist', text: fill(matter.reply) },
    ...(done ? ([{ ago: late - 60, does: 'sets', to: 'solved' }] as const) : []),
  ];
}

/** The answer did not help, and the front line asked for somebody else. */
function raised(
  matter: Matter,
  first: Deed,
  again: number,
  fill: (text: string) => string,
  roll: Roll,
  done: boolean,
): Deed[] {
  const reasons = ['skill', 'authority', 'asked_for_manager', 'repeat_contact'] as const;
  const asks = again - 12;
  return [
    first,
    { ago: again, does: 'writes', text: fill(matter.again) },
    { ago: asks, does: 'notes', by: 'assignee', text: fill(matter.note) },
    { ago: asks, does: 'escalates', reason: reasons[roll(reasons.length)]! },
    { ago: asks - 7, does: 'takes' },
    { ago: asks - 22, does: 'replies', by: 'specialist', text: fill(matter.replyAgain) },
    ...(done ? ([{ ago: asks - 120, does: 'sets', to: 'solved' }] as const) : []),
  ];
}

/** Throws as good as dice, the same every time: a hash of `seed` and of how often it was thrown. */
function dice(seed: number): Roll {
  let state = Math.imul(seed, 0x9e3779b1) | 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}
