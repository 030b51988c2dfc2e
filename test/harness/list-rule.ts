import type { CLOCK_STATES } from '#contract/list.ts';
import { can } from '#core/people/can.ts';
import type { SEVERITIES, STATUSES } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import type { PageQuery } from '#server/ticket/page-query.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import { MONDAY } from './desk.ts';

const END_OF_DAY = Date.parse('2026-11-23T22:59:59.999Z');

/** What a ticket is, as a test knows it without asking Belay. */
export type Known = {
  id: number;
  status: (typeof STATUSES)[number];
  severity: (typeof SEVERITIES)[number];
  topic: string;
  tags: string[];
  channel: string;
  language: string;
  teamId: number;
  assigneeId: number | null;
  requesterId: number;
  updatedAt: number;
  nextAt: number;
  clock: { state: 'running' | 'paused' | 'stopped'; at: number } | null;
  live: boolean;
  heldBy: number | null;
  /** Whose decision is waited for, and until when. */
  askedOf: number | null;
  decideBy: number;
  /** To whom it is handed back, by whoever holds its escalation, and until when. */
  handedTo: number | null;
  confirmBy: number;
  /** Whom its escalation calls. */
  calledOf: number | null;
  followerIds: number[];
  excludedIds: number[];
};

/** Which tickets belong to a list, as plainly as it can be said; on Monday. */
export const isWanted = (t: Known, query: PageQuery, actor: PersonActor): boolean => {
  const me = actor.personId;
  if (!can(actor, 'ticket.read', t)) return false;
  if (query.view !== 'closed' && t.status === 'closed') return false;
  const owed = t.status !== 'solved';
  const inView = {
    all: true,
    closed: t.status === 'closed',
    waiting: t.status === 'waiting_on_customer' || t.status === 'on_hold',
    mine:
      owed && (t.assigneeId === me || t.heldBy === me || t.askedOf === me || t.handedTo === me || t.calledOf === me),
    unassigned: owed && t.assigneeId === null,
    escalated: t.live,
  }[query.view];
  const any = <T>(wanted: T[] | undefined, value: T) => wanted === undefined || wanted.includes(value);
  const assigned = query.assignee?.some((who) =>
    who === 'me' ? t.assigneeId === me : who === 'none' ? t.assigneeId === null : t.assigneeId === who,
  );
  return (
    inView &&
    assigned !== false &&
    any(query.team, t.teamId) &&
    any<string>(query.status, t.status) &&
    any<string>(query.severity, t.severity) &&
    any(query.requester, t.requesterId) &&
    any(query.topic, t.topic) &&
    any<string>(query.channel, t.channel) &&
    any<string>(query.language, t.language) &&
    (query.tag === undefined || query.tag.some((tag) => t.tags.includes(tag))) &&
    (query.clock === undefined || clockIs(t, query.clock))
  );
};

/** Whether the ticket's clock stands so on Monday. */
export const clockIs = ({ clock }: Known, state: (typeof CLOCK_STATES)[number]): boolean => {
  if (state === 'paused') return clock?.state === 'paused';
  if (clock?.state !== 'running') return false;
  if (state === 'over') return clock.at < MONDAY;
  const until = { '15m': MONDAY + 15 * MINUTE, '1h': MONDAY + HOUR, today: END_OF_DAY }[state];
  return clock.at >= MONDAY && clock.at <= until;
};

/** What comes next for `me`: what they are asked, unless they have the ticket and owe something sooner. */
const nextFor = (t: Known, me: number): number => {
  const asked = Math.min(t.askedOf === me ? t.decideBy : Infinity, t.handedTo === me ? t.confirmBy : Infinity);
  if (asked === Infinity) return t.nextAt;
  return t.assigneeId === me ? Math.min(asked, t.nextAt) : asked;
};

const keysOf = (t: Known, { view, sort, clock }: PageQuery, me: number): (number | string)[] => {
  const next = view === 'mine' ? nextFor(t, me) : t.nextAt;
  const closed = view === 'closed';
  switch (sort) {
    case 'newest':
      return [-t.id];
    case 'oldest':
      return [t.id];
    case 'updated':
      return [-t.updatedAt, -t.id];
    case 'severity':
      return closed ? [t.severity, -t.id] : [t.severity, next, t.id];
    case 'next_event':
      if (closed) return [-t.id];
      return clock === undefined ? [next, t.id] : [t.clock!.at, t.id];
  }
};
/** How a list of `me` is ordered: compares two tickets. */
export const inOrder =
  (query: PageQuery, me: number) =>
  (a: Known, b: Known): number => {
    const [left, right] = [keysOf(a, query, me), keysOf(b, query, me)];
    const at = left.findIndex((key, index) => key !== right[index]);
    return at === -1 ? 0 : left[at]! < right[at]! ? -1 : 1;
  };
