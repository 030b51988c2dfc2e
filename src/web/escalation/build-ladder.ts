import type { Escalation } from '#core/escalation/escalation.ts';
import type { LoggedEventView, TicketDetail } from '#contract/ticket.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { comingSteps } from '#web/escalation/coming-steps.ts';
import { promisesAfter } from '#web/escalation/ladder-promises.ts';
import type { LadderModel, Level, Mark, Span, SpanKind } from '#web/escalation/ladder-model.ts';

type Draft = { spans: Span[]; marks: Mark[]; rope: { at: number; level: Level }[]; holder: number | null };

function end(draft: Draft, kinds: readonly SpanKind[], at: number, why: Span['end']): void {
  for (const span of draft.spans) {
    if (span.to !== null || !kinds.includes(span.kind)) continue;
    span.to = at;
    span.end = why;
  }
}

function begin(draft: Draft, span: Omit<Span, 'to' | 'end' | 'calls' | 'done'>): void {
  draft.spans.push({
    ...span,
    calls: span.kind === 'called' ? 1 : 0,
    to: null,
    end: null,
    done: { replies: 0, notes: 0 },
  });
}

/** Something that took no time: a step that called nobody, a call that somebody gave back. */
function happen(draft: Draft, kind: 'skipped' | 'returned', level: Level, at: number, people: readonly number[]): void {
  begin(draft, { level, from: at, kind, people });
  const last = draft.spans.at(-1);
  if (last === undefined) return;
  last.to = at;
  last.end = kind === 'skipped' ? 'nobody' : null;
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

/** An escalation goes on here from another ticket: where it stood, with whoever was called or held it. */
function carry(draft: Draft, escalation: Escalation, at: number): void {
  const level = escalation.status === 'last_resort' ? 'last_resort' : escalation.stepIndex;
  if (level === null) return;
  call(draft, level, escalation.told, at);
  if (escalation.status !== 'acknowledged') return;
  end(draft, ['called'], at, 'taken');
  begin(draft, { level, from: at, kind: 'taken', people: [escalation.by] });
}

/** Counts what somebody did to the stretches in which they held the ticket or were called. */
function credit(draft: Draft, by: number, what: 'replies' | 'notes', count: 1 | -1): void {
  const own = draft.spans.filter((span) => span.to === null && span.people.includes(by));
  const span = own.find((one) => one.kind === 'taken') ?? own.find((one) => one.kind === 'hold') ?? own.at(-1);
  if (span !== undefined) span.done[what] = Math.max(0, span.done[what] + count);
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
      return credit(draft, event.authorId, 'replies', 1);
    case 'reply_withdrawn': {
      // To the requester it was never said.
      const last = draft.marks.findLastIndex((mark) => mark.kind === 'out');
      if (last !== -1) draft.marks.splice(last, 1);
      return credit(draft, event.authorId, 'replies', -1);
    }
    case 'note_added':
      return credit(draft, event.authorId, 'notes', 1);
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
      return happen(draft, 'skipped', event.stepIndex, at, []);
    default:
      return addHolding(draft, event, at);
  }
}

function addHolding(draft: Draft, event: TicketEvent, at: number): void {
  const level = draft.rope.at(-1)?.level ?? 'team';
  switch (event.type) {
    case 'escalation_acknowledged':
      end(draft, ['called'], at, 'taken');
      return begin(draft, { level, from: at, kind: 'taken', people: [event.by] });
    case 'step_decided':
      end(draft, ['called', 'taken', 'offered'], at, event.why === 'withdrawn' ? 'withdrawn_asking' : event.why);
      return begin(draft, { level, from: at, kind: 'taken', people: [event.to] });
    case 'acknowledgement_lapsed':
      return end(draft, ['taken'], at, 'lapsed');
    case 'acknowledgement_taken_back':
      return end(draft, ['taken', 'offered'], at, 'taken_back');
    case 'path_applied':
      return end(draft, ['called', 'taken', 'offered'], at, 'path_applied');
    case 'acknowledgement_taken':
      return end(draft, ['taken', 'offered'], at, 'excluded');
    case 'escalation_ended':
      end(draft, ['called', 'taken', 'offered'], at, event.why);
      draft.rope.push({ at, level: 'team' });
      return;
    case 'escalation_carried_over':
      return carry(draft, event.escalation, at);
    case 'ticket_solved':
      return end(draft, ['queue', 'hold'], at, 'solved');
    case 'ticket_closed':
      return end(draft, ['queue', 'hold'], at, 'closed');
    case 'ticket_reopened':
    case 'ticket_restored':
      return hold(draft, at);
    default:
      return addGivingBack(draft, event, at, level);
  }
}

/** Calls that were refused and hold that is offered downwards. */
function addGivingBack(draft: Draft, event: TicketEvent, at: number, level: Level): void {
  if (event.type === 'escalation_returned') {
    const open = draft.spans.find((span) => span.to === null && span.kind === 'called');
    happen(draft, 'returned', level, at, [event.by]);
    if (open === undefined) return;
    open.people = open.people.filter((id) => id !== event.by);
    if (open.people.length > 0) return;
    open.people = [event.by];
    end(draft, ['called'], at, 'returned');
  }
  if (event.type === 'hand_back_offered') {
    end(draft, ['offered'], at, 'withdrawn');
    begin(draft, { level: 'team', from: at, kind: 'offered', people: [event.to] });
  }
  if (event.type === 'hand_back_acknowledged') end(draft, ['offered'], at, 'taken');
  if (event.type === 'hand_back_returned') end(draft, ['offered'], at, 'returned');
  if (event.type === 'hand_back_withdrawn') end(draft, ['offered'], at, 'withdrawn');
}

/** The ladder of a ticket from its log, oldest event first, and what is still to come. */
export function buildLadder(ticket: TicketDetail, events: readonly LoggedEventView[]): LadderModel {
  const draft: Draft = { spans: [], marks: [], rope: [], holder: null };
  let promises: LadderModel['promises'] = [];
  for (const logged of events) {
    const event = { type: logged.type, ...logged.body } as TicketEvent;
    add(draft, event, logged.at);
    promises = promisesAfter(promises, event, logged.at);
  }
  // Assigned as it was opened: nobody waited.
  const spans = draft.spans.filter((span) => span.kind !== 'queue' || span.to === null || span.to - span.from >= 1_000);
  return {
    ...draft,
    promises,
    spans,
    openedAt: ticket.firstContactAt,
    coming: comingSteps(ticket),
    isEscalated: ticket.escalations.length > 0,
  };
}
