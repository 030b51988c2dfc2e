import type { ApprovalFacts } from '#core/approval/approvers.ts';
import type { Path, Step } from '#core/escalation/path.ts';
import type { TicketId } from '#core/ids.ts';
import type { Actor, Role } from '#core/people/roles.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { TeamRouting } from '#core/queue/team-routing.ts';
import { compileCalendar, type BusinessHours, type CalendarDefinition } from '#core/sla/business-hours.ts';
import type { Calendar, Policy } from '#core/sla/policy.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Config, Context, Facts, HeldReply } from '#core/ticket/context.ts';
import { decide, type Decision } from '#core/ticket/decide.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, type Instant } from '#core/time.ts';

// A small Bura Audio, known by name: Petra answers first, Marko is the specialist, Ivana leads, Sanja is the
// escalation manager and the last resort.
export const ANA = 1;
export const PETRA = 11;
export const LEA = 12;
export const MARKO = 21;
export const IVANA = 31;
export const SANJA = 41;
export const BILLING = 1;

export const CALENDAR = 101;
const POLICY = 102;
const PATH = 103;
/** A calendar that never closes. */
export const AROUND_THE_CLOCK = 104;

const DAY_ROWS: [string, string][] = [['08:00', '18:00']];
const HOURS: CalendarDefinition = {
  timeZone: 'Europe/Zagreb',
  week: { mon: DAY_ROWS, tue: DAY_ROWS, wed: DAY_ROWS, thu: DAY_ROWS, fri: DAY_ROWS },
};

const STEPS: Step[] = [
  {
    id: 'specialist',
    name: 'Billing specialists',
    direction: 'functional',
    waitMs: 15 * MINUTE,
    waitIn: 'business',
    targets: [{ type: 'tier', teamId: null, tier: 2 }],
    needs: 'acknowledge',
    everyoneAcknowledges: false,
    calledOn: [],
    guarded: false,
    fallback: [],
    quietHours: null,
  },
  {
    id: 'lead',
    name: 'Team lead',
    direction: 'hierarchical',
    waitMs: 30 * MINUTE,
    waitIn: 'business',
    targets: [{ type: 'lead', teamId: null }],
    needs: 'acknowledge',
    everyoneAcknowledges: false,
    calledOn: [],
    guarded: false,
    fallback: [],
    quietHours: null,
  },
];

export const PATH_OF_TWO: Path = {
  kind: 'path',
  versionId: PATH,
  name: 'Billing',
  calendarVersionId: CALENDAR,
  steps: STEPS,
  repeat: 0,
  onEmpty: 'skip',
  tellsNewcomers: true,
  remindAfterMs: 45 * MINUTE,
  confirmWithinMs: 15 * MINUTE,
  loanIn: 'business',
  lastResort: [SANJA],
  lastResortEveryMs: 20 * MINUTE,
};

export const HOUR_TO_REPLY: Policy = {
  kind: 'policy',
  versionId: POLICY,
  name: 'Standard',
  targets: [
    {
      kind: 'first_reply',
      targetMs: { S1: HOUR, S2: HOUR, S3: HOUR, S4: HOUR },
      calendarVersionId: CALENDAR,
      pauseIn: ['on_hold'],
      warnPercents: [50, 80],
    },
  ],
  pathVersionId: PATH,
};

/** The config every core test decides with, unless it changes a part. */
export function config(
  changes: { policy?: Policy; policies?: Policy[]; path?: Path; hours?: CalendarDefinition } = {},
): Config {
  const hours = compiledOf(changes.hours ?? HOURS);
  const always = compiledOf({ timeZone: 'UTC', alwaysOpen: true });
  const zagrebHours: Calendar = { kind: 'calendar', versionId: CALENDAR, name: 'Zagreb', hours };
  const allHours: Calendar = { kind: 'calendar', versionId: AROUND_THE_CLOCK, name: 'Always', hours: always };
  return {
    calendar: (id) => (id === AROUND_THE_CLOCK ? allHours : zagrebHours),
    policy: (id) => changes.policies?.find(({ versionId }) => versionId === id) ?? changes.policy ?? HOUR_TO_REPLY,
    path: () => changes.path ?? PATH_OF_TWO,
    zoneData: '2026c',
  };
}

/** Compiled once: a calendar keeps what it has computed, and compiling one for each act cost more than deciding it. */
export const USUAL = config();

function compiledOf(definition: CalendarDefinition): BusinessHours {
  const compiled = compileCalendar(definition);
  if (!compiled.ok) throw new Error('the test calendar is invalid');
  return compiled.calendar;
}

/** One colleague; reachable unless the test says otherwise. */
export function colleague(id: number, role: Role, tier: number | null, changes: Partial<RosterPerson> = {}) {
  return {
    id,
    role,
    tier,
    active: true,
    teamIds: [BILLING],
    leadOf: role === 'lead' ? [BILLING] : [],
    managerId: null,
    skills: [],
    languages: ['en', 'hr'],
    onDutyIds: [],
    onShift: true,
    nextShiftChangeAt: null,
    awayUntil: null,
    standInId: null,
    presence: { kind: 'available', since: null, until: null, because: 'asked' },
    notifyBy: [{ method: 'app', afterMs: 0 }],
    hasNotificationMethod: true,
    reachable: true,
    openTickets: 0,
    load: {},
    offers: {},
    capacity: {},
    lastAssignedAt: null,
    ...changes,
  } satisfies RosterPerson;
}

export const EVERYBODY: RosterPerson[] = [
  colleague(PETRA, 'agent', 1),
  colleague(LEA, 'agent', 1, { openTickets: 3 }),
  colleague(MARKO, 'agent', 2),
  colleague(IVANA, 'lead', 3),
  colleague(SANJA, 'escalation_manager', null, { teamIds: [] }),
];

/** Billing offers what comes in, two minutes each; nobody else gets it. */
export const PUSHED: TeamRouting = {
  teamId: BILLING,
  mode: 'push',
  offerMs: 2 * MINUTE,
  overflowTeamId: null,
  overflowAfterMs: 30 * MINUTE,
  skills: [],
  isOverloaded: false,
};

/** The actor a person acts as. */
export function as(personId: number): Actor {
  return { kind: 'person', personId, role: 'agent', teamIds: [BILLING], leadOf: [] };
}

/** A program with a key of its own: nobody of the desk. */
export const PROGRAM: Actor = { kind: 'person', personId: 71, role: 'bot', teamIds: [BILLING], leadOf: [] };

/** Wall time in Zagreb on a date of the winter of 2026 (UTC+1) as an instant: `zagreb('2026-11-20 17:59')`. */
export function zagreb(wall: string): Instant {
  return Date.parse(`${wall.replace(' ', 'T')}+01:00`);
}

/** One ticket lived through a script of commands and ticks; the log and the state stay in step. */
export interface History {
  readonly ticket: Ticket;
  readonly log: LoggedEvent[];
  /** By Belay itself unless somebody is named. */
  at(now: Instant, command: TicketCommand, by?: number | Actor): Decision;
  tick(now: Instant): TicketEvent[];
}

export const OPEN: Extract<TicketCommand, { type: 'open' }> = {
  type: 'open',
  severity: 'S3',
  topic: 'billing',
  channel: 'email',
  language: 'hr',
  requesterId: ANA,
  organisationId: null,
  teamId: BILLING,
  policyVersionId: POLICY,
  messageId: 1,
  receivedAt: 0,
};

/** Every reply nobody has decided about yet; a ticket that is solved was solved with it. */
function heldReplies(log: LoggedEvent[], ticket: Ticket | null): HeldReply[] {
  const waiting = new Set<number>();
  for (const { event } of log) {
    if (event.type === 'reply_written') waiting.add(event.messageId);
    if (event.type === 'reply_accepted' || event.type === 'reply_failed' || event.type === 'reply_withdrawn') {
      waiting.delete(event.messageId);
    }
  }
  const became = ticket?.status === 'solved' ? ({ from: 'open', to: 'solved' } as const) : null;
  return [...waiting].map((messageId) => ({ messageId, became }));
}

/** Ana writes at `opened`; what follows is up to the test. */
export function history(
  opened: Instant,
  given: {
    config?: Config;
    roster?: RosterPerson[];
    routing?: TeamRouting[];
    speeds?: NonNullable<Facts['speeds']>;
    approvals?: ApprovalFacts;
    open?: Partial<typeof OPEN>;
    by?: number;
    id?: TicketId;
    others?: () => NonNullable<Facts['others']>;
  } = {},
): History {
  const log: LoggedEvent[] = [];
  let ticket: Ticket | null = null;
  const act = (now: Instant, command: TicketCommand, actor: Actor): Decision => {
    const { roster = EVERYBODY, routing = [], approvals = { limits: [], delegates: new Map() } } = given;
    const { speeds = new Map() } = given;
    const others = given.others === undefined ? {} : { others: given.others() };
    const facts = { roster, routing, approvals, speeds, heldReplies: heldReplies(log, ticket), log, ...others };
    const context: Context = { now, actor, config: given.config ?? USUAL, facts };
    const decision = decide(given.id ?? 1, ticket, command, context);
    const { events = [], timed = 0 } = decision;
    for (const [index, event] of events.entries()) {
      ticket = evolve(ticket, event, now);
      const actorId = actor.kind === 'person' && decision.ok && index >= timed ? actor.personId : null;
      log.push({ seq: ticket.seq, at: now, actorId, version: 1, event });
    }
    return decision;
  };
  const opener: Actor = given.by === undefined ? { kind: 'system' } : as(given.by);
  act(opened, { ...OPEN, receivedAt: opened, ...given.open }, opener);
  return {
    get ticket() {
      if (ticket === null) throw new Error('the ticket did not open');
      return ticket;
    },
    log,
    at: (now, command, by) =>
      act(now, command, by === undefined ? { kind: 'system' } : typeof by === 'number' ? as(by) : by),
    tick(now) {
      const decision = act(now, { type: 'tick' }, { kind: 'system' });
      if (!decision.ok) throw new Error(`a tick was refused: ${decision.refusal}`);
      return decision.events;
    },
  };
}
