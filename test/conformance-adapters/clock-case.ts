import { compileCalendar, type BusinessHours, type CalendarDefinition } from '#core/sla/business-hours.ts';
import type { Policy, ReopenMode, Target } from '#core/sla/policy.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { ActiveStatus } from '#core/ticket/ticket.ts';
import { DAY, MINUTE } from '#core/time.ts';

/** A policy's clock as a case words it. */
export interface ClockCase {
  id: string;
  kind: 'first_reply' | 'next_reply' | 'update' | 'status_time';
  minutes: number;
  calendar: string;
  pauseIn: string[];
  warn?: number[];
  includeFirst?: boolean;
  fromCreation?: boolean;
}

/** What happens in a case. */
export interface Entry {
  at: string;
  event: 'ticket_created' | 'message' | 'status' | 'policy' | 'calendar' | 'merged' | 'spam' | 'assign';
  by?: 'customer' | 'agent' | 'bot' | 'system';
  public?: boolean;
  status?: string;
  to?: string;
  thenStatus?: string;
  reopens?: boolean;
  clocks?: ClockCase[];
  calendar?: string;
}

export interface SlaCase {
  id: string;
  policy: { clocks: ClockCase[]; reopen?: ReopenMode };
  timeline: Entry[];
  observe: { at: string; expected: Expected }[];
}

export interface Expected {
  clocks: Record<string, Record<string, unknown>>;
  nextDue: string | null;
}

export interface SlaFile {
  calendars: Record<string, CalendarDefinition>;
  cases: SlaCase[];
}

/** The names of the cases in our words. */
const STATUS: Record<string, ActiveStatus | 'solved'> = {
  new: 'new',
  open: 'open',
  waiting_customer: 'waiting_on_customer',
  waiting_third: 'on_hold',
  resolved: 'solved',
  // to a clock both are over; a ticket that Belay has closed for good is followed up by another one
  closed: 'solved',
};

/** Names the version of a calendar or policy. */
export interface Versions {
  calendar(name: string): number;
  path: number;
}

/** What a policy of a case says, as Belay keeps it. A solved ticket stays open to a reopen for as long as cases last. */
export function policyBody(clocks: ClockCase[], reopen: ReopenMode | undefined, versions: Versions) {
  return {
    targets: clocks.map((clock) => targetBody(clock, versions)),
    pathVersionId: versions.path,
    closesAfterMs: 1_000 * DAY,
    ...(reopen === undefined ? {} : { reopen }),
  } satisfies Partial<Policy>;
}

function targetBody(clock: ClockCase, versions: Versions): Target {
  const targetMs = Math.round(clock.minutes * MINUTE);
  const { includeFirst, fromCreation } = clock;
  return {
    kind: clock.kind === 'status_time' ? 'resolution' : clock.kind,
    id: clock.id,
    targetMs: { S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs },
    calendarVersionId: versions.calendar(clock.calendar),
    pauseIn: clock.pauseIn.map((status) => STATUS[status]!),
    warnPercents: clock.warn ?? [],
    ...(includeFirst === undefined ? {} : { includeFirst }),
    ...(fromCreation === undefined ? {} : { fromCreation }),
  };
}

/** The hours of every calendar of a file. */
export function hoursByName({ calendars }: SlaFile): Map<string, BusinessHours> {
  return new Map(
    Object.entries(calendars).map(([name, definition]) => {
      const compiled = compileCalendar(definition);
      if (!compiled.ok) throw new Error(`calendar ${name}: ${compiled.refusal}`);
      return [name, compiled.calendar];
    }),
  );
}

/** What the commands need to know: names of versions, the next message's id, and who acts. */
export interface Speech {
  messageId(): number;
  agentId: number;
  customerId: number;
  policyVersion(clocks: ClockCase[]): number;
  calendarVersion(name: string): number;
}

/** A command, and who gives it. */
export type Said = { command: Exclude<TicketCommand, { type: 'open' }>; by: 'agent' | 'customer' | 'system' };

/** The commands that an entry of a case stands for, without the opening itself. A refused one changes nothing. */
export function saidBy(entry: Entry, speech: Speech): Said[] {
  switch (entry.event) {
    case 'ticket_created': {
      const isOutbound = entry.by === 'agent' && entry.public !== false;
      return [...(isOutbound ? [answer(speech)] : []), ...statusTo(entry.status)];
    }
    case 'message':
      return [...message(entry, speech), ...statusTo(entry.thenStatus)];
    case 'status':
      return statusTo(entry.to, entry.by);
    case 'policy':
      return [bySystem({ type: 'apply_policy', policyVersionId: speech.policyVersion(entry.clocks ?? []) })];
    case 'calendar':
      return [bySystem({ type: 'apply_calendar', calendarVersionId: speech.calendarVersion(entry.calendar!) })];
    case 'merged':
    case 'spam':
      return [{ command: { type: 'close_as', as: entry.event }, by: 'agent' }];
    case 'assign':
      return [{ command: { type: 'assign', assigneeId: null, teamId: null }, by: 'agent' }];
  }
}

function message({ by, public: isPublic, reopens }: Entry, speech: Speech): Said[] {
  const messageId = speech.messageId();
  if (by === 'customer') {
    const kind = reopens === false || isPublic === false ? 'auto_reply' : 'message';
    return [bySystem({ type: 'receive', messageId, authorId: speech.customerId, kind, keepsStatus: true })];
  }
  if (isPublic === false) return [{ command: { type: 'note', messageId }, by: 'agent' }];
  if (by === 'agent') return [answer(speech)];
  return [bySystem({ type: 'accept_reply', messageId, authorId: speech.agentId, automatic: true })];
}

function answer(speech: Speech): Said {
  return bySystem({ type: 'accept_reply', messageId: speech.messageId(), authorId: speech.agentId });
}

function statusTo(status: string | undefined, by: Entry['by'] = 'agent'): Said[] {
  if (status === undefined) return [];
  const to = STATUS[status];
  if (to === undefined) throw new Error(`a case names the status ${status}`);
  return [{ command: { type: 'set_status', to }, by: by === 'customer' ? by : 'agent' }];
}

function bySystem(command: Said['command']): Said {
  return { command, by: 'system' };
}
