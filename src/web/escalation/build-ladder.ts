import type { EscalationView, LoggedEventView, TicketDetail } from '#contract/ticket.ts';
import type { TicketEvent } from '#core/ticket/event.ts';

/** A level of the ladder: the requester, the team, a step of the path, the last resort. */
export type Level = 'requester' | 'team' | 'last_resort' | number;

/** A stretch of time in which somebody held the ticket, or was called and had not answered. */
export interface Span {
  level: Level;
  from: number;
  /** Null while it lasts. */
  to: number | null;
  kind: 'queue' | 'hold' | 'called' | 'taken' | 'skipped';
  people: readonly number[];
  /** How often they were called; the last resort is called again and again. */
  calls: number;
  /** Why it ended; null while it lasts. */
  end: 'assigned' | 'passed' | 'taken' | 'lapsed' | 'solved' | 'closed' | 'handed_back' | 'nobody' | null;
}

export interface Mark {
  at: number;
  kind: 'in' | 'out' | 'missed';
}

/** A step that comes unless somebody takes it; only the first has an exact moment. */
export interface Coming {
  level: Level;
  name: string;
  people: readonly string[];
  at: number | null;
  afterMs: number;
  waitIn: 'business' | 'wall';
}

export interface LadderModel {
  openedAt: number;
  spans: readonly Span[];
  marks: readonly Mark[];
  /** Where the rope runs: at each moment it moves to another level. */
  rope: readonly { at: number; level: Level }[];
  coming: readonly Coming[];
}

type Draft = { spans: Span[]; marks: Mark[]; rope: { at: number; level: Level }[]; holder: number | null };

function end(draft: Draft, kinds: readonly Span['kind'][], at: number, why: Span['end']): void {
  for (const span of draft.spans) {
    if (span.to !== null || !kinds.includes(span.kind)) continue;
    span.to = at;
    span.end = why;
  }
}

function begin(draft: Draft, span: Omit<Span, 'to' | 'end' | 'calls'>): void {
  draft.spans.push({ ...span, calls: span.kind === 'called' ? 1 : 0, to: null, end: null });
}

function hold(draft: Draft, at: number): void {
  const people = draft.holder === null ? [] : [draft.holder];
  begin(draft, { level: 'team', from: at, kind: draft.holder === null ? 'queue' : 'hold', people });
}

function call(draft: Draft, level: Level, told: readonly number[], at: number): void {
  const open = draft.spans.find((span) => span.to === null && span.kind === 'called');
  if (open?.level === level) {
    open.calls += 1;
    open.people = told;
    return;
  }
  end(draft, ['called', 'taken'], at, 'passed');
  begin(draft, { level, from: at, kind: 'called', people: told });
  draft.rope.push({ at, level });
}

/** Adds one event to the picture. Events that move nobody and nothing are passed over. */
function add(draft: Draft, event: TicketEvent, at: number): void {
  switch (event.type) {
    case 'ticket_opened':
      draft.rope.push({ at: event.firstContactAt, level: 'requester' }, { at, level: 'team' });
      return hold(draft, at);
    case 'message_received':
      if (event.kind === 'message') draft.marks.push({ at, kind: 'in' });
      return;
    case 'reply_written':
      draft.marks.push({ at, kind: 'out' });
      return;
    case 'target_breached':
      draft.marks.push({ at: event.breachedAt, kind: 'missed' });
      return;
    case 'assigned':
      end(draft, ['queue', 'hold'], at, 'assigned');
      draft.holder = event.assigneeId;
      return hold(draft, at);
    case 'step_reached':
      return call(draft, event.stepIndex, event.told, at);
    case 'last_resort_reached':
      return call(draft, 'last_resort', event.told, at);
    case 'step_skipped':
      draft.spans.push({
        level: event.stepIndex,
        from: at,
        to: at,
        kind: 'skipped',
        people: [],
        calls: 0,
        end: 'nobody',
      });
      return;
    default:
      return addHolding(draft, event, at);
  }
}

function addHolding(draft: Draft, event: TicketEvent, at: number): void {
  const level = draft.rope.at(-1)?.level ?? 'team';
  if (event.type === 'escalation_acknowledged') {
    end(draft, ['called'], at, 'taken');
    begin(draft, { level, from: at, kind: 'taken', people: [event.by] });
  }
  if (event.type === 'acknowledgement_lapsed') end(draft, ['taken'], at, 'lapsed');
  if (event.type === 'escalation_ended') {
    end(draft, ['called', 'taken'], at, event.why);
    draft.rope.push({ at, level: 'team' });
  }
  if (event.type === 'ticket_solved') end(draft, ['queue', 'hold'], at, 'solved');
  if (event.type === 'ticket_closed') end(draft, ['queue', 'hold'], at, 'closed');
  if (event.type === 'ticket_reopened') hold(draft, at);
}

/** What is still to come on the path of a live escalation, in order. */
function comingOf(escalation: EscalationView | null): Coming[] {
  if (escalation === null || escalation.nextAt === null) return [];
  const from = escalation.stepIndex === null ? 0 : escalation.stepIndex + 1;
  const steps = escalation.status === 'last_resort' ? [] : escalation.steps.slice(from);
  const waitBefore = (index: number) => escalation.steps[from + index - 1];
  const rest = [
    ...steps.map((step) => ({
      level: step.index as Level,
      name: step.name,
      people: step.people.map((person) => person.name),
    })),
    { level: 'last_resort' as const, name: '', people: escalation.lastResort },
  ];
  return rest.map((one, index) => ({
    ...one,
    at: index === 0 ? escalation.nextAt : null,
    afterMs: waitBefore(index)?.waitMs ?? 0,
    waitIn: waitBefore(index)?.waitIn ?? 'wall',
  }));
}

/** The ladder of a ticket from its log, oldest event first, and what its live escalation has still to come. */
export function buildLadder(ticket: TicketDetail, events: readonly LoggedEventView[]): LadderModel {
  const draft: Draft = { spans: [], marks: [], rope: [], holder: null };
  for (const logged of events) add(draft, { type: logged.type, ...logged.body } as TicketEvent, logged.at);
  const live = ticket.escalations.find((one) => one.status !== 'ended') ?? null;
  // Assigned as it was opened: nobody waited.
  const spans = draft.spans.filter((span) => span.kind !== 'queue' || span.to === null || span.to - span.from >= 1_000);
  return { ...draft, spans, openedAt: ticket.firstContactAt, coming: comingOf(live) };
}
