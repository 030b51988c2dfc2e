import { CLOCK_STATES, type ClockState } from '#contract/list.ts';
import {
  LANGUAGES,
  SEVERITIES,
  STATUSES,
  type Language,
  type Severity,
  type TicketStatus,
} from '#core/ticket/ticket.ts';

/** A word or a "phrase" that must be found, or must not. */
export type SearchWord = { text: string; phrase: boolean; without: boolean; unfinished: boolean };

/** A comparison with a number of one or two digits. */
export type Comparison = { sign: '>=' | '<=' | '>' | '<' | '='; with: number };

/** What somebody asks to find. */
export type Search = {
  words: SearchWord[];
  from: string[];
  to: string[];
  tag: string[];
  topic: string[];
  team: string[];
  status: TicketStatus[];
  severity: Severity[];
  lang: Language[];
  clock: ClockState | null;
  /** The step a live escalation has reached, the first being 1. */
  step: Comparison | null;
  /** The tier it stands on. */
  tier: Comparison | null;
  hasAttachment: boolean;
  /** A ticket's number, when one is named. */
  number: number | null;
};

/** An operator whose value means nothing. */
export type SearchFault = { operator: string; value: string; allowed: readonly string[] };

const MOST_PARTS = 32;
const PART = /(-)?(?:([a-z]+):)?(?:"([^"]*)(?:"|$)|(\S+))/giu;
const COMPARED = /^(step|tier)(>=|<=|>|<|=|:)(.*)$/i;

const nothing = (): Search => ({
  words: [],
  from: [],
  to: [],
  tag: [],
  topic: [],
  team: [],
  status: [],
  severity: [],
  lang: [],
  clock: null,
  step: null,
  tier: null,
  hasAttachment: false,
  number: null,
});

/**
 * Reads what was typed. What is no operator is a word, so that an address or a time may be searched for; an operator
 * without a value is still being typed and counts for nothing; a value that cannot be is a fault. At most 32 parts.
 */
export const parseSearch = (typed: string): { search: Search; faults: SearchFault[] } => {
  const search = nothing();
  const faults: SearchFault[] = [];
  const text = typed.toWellFormed().replaceAll('\0', ' ').normalize('NFC');
  const parts = [...text.matchAll(PART)].slice(0, MOST_PARTS);
  for (const [index, [whole, minus, operator, quoted, bare]] of parts.entries()) {
    const value = (quoted ?? bare ?? '').trim();
    const compared = COMPARED.exec(whole);
    if (compared !== null) readComparison(search, faults, compared);
    else if (UNFINISHED.test(whole)) continue;
    else if (operator !== undefined && isOperator(operator)) readOperator(search, faults, operator, value);
    else {
      const said = operator === undefined ? value : `${operator} ${value}`;
      if (said === '') continue;
      if (/^#\d{1,15}$/.test(said)) search.number = Number(said.slice(1));
      else if (/^\d{1,15}$/.test(said) && minus === undefined) search.number ??= Number(said);
      const isLast = index === parts.length - 1 && !/\s$/.test(typed);
      search.words.push({
        text: said,
        phrase: quoted !== undefined,
        without: minus !== undefined,
        unfinished: isLast && quoted === undefined && minus === undefined && !/^#\d+$/.test(said),
      });
    }
  }
  return { search, faults };
};

const FREE = ['from', 'to', 'tag', 'topic', 'team'] as const;
const OPERATORS = [...FREE, 'status', 'severity', 'lang', 'clock', 'has'];
const UNFINISHED = new RegExp(`^-?(?:${OPERATORS.join('|')}):$`, 'i');
const isOperator = (name: string): boolean => OPERATORS.includes(name.toLowerCase());

const readOperator = (search: Search, faults: SearchFault[], name: string, value: string): void => {
  const operator = name.toLowerCase();
  if (value === '' || value === ':') return;
  const free = FREE.find((each) => each === operator);
  if (free !== undefined) {
    search[free].push(value);
    return;
  }
  const one = <T extends string>(allowed: readonly T[], asked = value.toLowerCase()): T | undefined => {
    const found = allowed.find((each) => each.toLowerCase() === asked);
    if (found === undefined) faults.push({ operator, value, allowed });
    return found;
  };
  switch (operator) {
    case 'status':
      if (value.toLowerCase() === 'waiting') search.status.push('waiting_on_customer', 'on_hold');
      else search.status.push(...[one(STATUSES)].filter((each) => each !== undefined));
      return;
    case 'severity':
      search.severity.push(...[one(SEVERITIES)].filter((each) => each !== undefined));
      return;
    case 'lang':
      search.lang.push(...[one(LANGUAGES)].filter((each) => each !== undefined));
      return;
    case 'clock':
      search.clock = one(CLOCK_STATES) ?? search.clock;
      return;
    case 'has':
      if (one(['attachment']) !== undefined) search.hasAttachment = true;
  }
};

const readComparison = (search: Search, faults: SearchFault[], [, name, sign, value = '']: RegExpExecArray): void => {
  const operator = name!.toLowerCase() as 'step' | 'tier';
  if (value === '') return;
  if (/^\d{1,2}$/.test(value))
    search[operator] = { sign: sign === ':' ? '=' : (sign as Comparison['sign']), with: Number(value) };
  else faults.push({ operator, value, allowed: ['1', '2', '3'] });
};

/** Whether anything is asked for at all. */
export const asksNothing = (search: Search): boolean =>
  JSON.stringify({ ...search, number: null }) === JSON.stringify(nothing());
