import type { Path } from '#core/escalation/path.ts';
import type { Effect } from '#core/ticket/effect.ts';
import type { StepCause } from '#core/escalation/escalation.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { ClimbAnswer, ClimbCase, Happening } from '#test/conformance-adapters/climb-case.ts';
import { minuteOf, type World } from '#test/conformance-adapters/climb-world.ts';

const REASONS: Record<StepCause, string> = {
  trigger: 'trigger',
  waited: 'timer',
  requested: 'manual',
  confirmed: 'manual',
  raised: 'raised',
  acknowledgement_lapsed: 'ack_expired',
  not_decided: 'not_decided',
  taken_back: 'unack',
  path_applied: 'policy_applied',
  returned: 'returned',
  excluded: 'excluded',
  called_left: 'called_left',
};

/** How a case names why something is refused; the others it does not tell. */
const REFUSALS: Record<string, string> = {
  already_escalated: 'already_escalated',
  in_maintenance: 'maintenance',
  ticket_solved: 'resolved',
  not_escalated: 'resolved',
  nobody_to_tell: 'empty_policy',
};

/** Hears a ticket's log and tells it in the words of the cases. */
export function reporter({ userRules }: ClimbCase, world: Pick<World, 'nameOf'>, paths: Map<number, Path>) {
  const told: Required<Omit<ClimbAnswer, 'state' | 'nextAt'>> = {
    fired: [],
    skipped: [],
    rejected: [],
    messages: [],
    reminders: [],
  };
  let path = paths.get(1)!;
  // since the path began: whether a step told somebody, or found nobody just now
  let [reached, skips] = [false, false];
  const stepId = (index: number): string => path.steps[index]?.id ?? '?';

  const hear = (event: TicketEvent, now: Instant, effects: Effect[]): void => {
    const t = minuteOf(now);
    for (const effect of effects) {
      if (effect.type !== 'notify' || userRules === undefined || !CALLS.has(effect.kind)) continue;
      const ruled = effect.personIds.map(world.nameOf).filter((user) => user in userRules);
      told.messages.push(...ruled.map((user) => ({ t, user })));
    }
    switch (event.type) {
      case 'path_applied':
        path = paths.get(event.pathVersionId)!;
        [reached, skips] = [false, false];
        return;
      case 'step_skipped':
        told.skipped.push({ t, step: stepId(event.stepIndex), why: event.why });
        skips = true;
        return;
      case 'step_reached': {
        const waited = event.cause === 'waited' && !reached ? 'deferred_trigger' : REASONS[event.cause];
        const notified = [...event.told.map(world.nameOf), ...(event.channels ?? []).map((channel) => `#${channel}`)];
        const reason = skips ? 'skip' : waited;
        told.fired.push({ t, step: stepId(event.stepIndex), loop: event.loop, notified, reason });
        [reached, skips] = [true, false];
        return;
      }
      case 'shift_changed': {
        const last = told.fired.findLast(({ step }) => step !== 'last_resort');
        if (event.told.length === 0 || last === undefined) return;
        told.fired.push({ ...last, t, notified: event.told.map(world.nameOf), reason: 'handover' });
        return;
      }
      case 'last_resort_reached': {
        skips = false;
        if (event.told.length === 0) return;
        const first = path.steps.length === 0 ? 'empty_policy' : reached ? 'exhausted' : 'nobody_in_path';
        const reason = event.round > 1 ? 'still_unacknowledged' : first;
        told.fired.push({ t, step: 'last_resort', loop: -1, notified: event.told.map(world.nameOf), reason });
        return;
      }
      case 'acknowledgement_reminded':
        told.reminders.push({ t, user: world.nameOf(event.by) });
        return;
      default:
    }
  };
  return {
    hear,
    /** At which loop the last resort was called is not in its event: it is that of the ticket. */
    loopIs: (loop: number): void => {
      const last = told.fired.at(-1);
      if (last?.loop === -1) last.loop = loop;
    },
    refused: ({ t, event }: Happening, refusal: string): void => {
      if (event !== 'escalate' && event !== 'apply_policy') return;
      // a path whose steps reach nobody is no refusal to the cases: nothing happens
      if (refusal === 'nobody_to_tell' && path.steps.length > 0) return;
      told.rejected.push({ t, event, why: REFUSALS[refusal] ?? refusal });
    },
    answer: (state: Pick<ClimbAnswer, 'state' | 'nextAt'>): ClimbAnswer => {
      const { messages, ...rest } = told;
      return { ...rest, ...state, ...(userRules === undefined ? {} : { messages: messages.toSorted(byMinute) }) };
    },
  };
}

const CALLS = new Set<string>(['step_reached', 'shift_changed', 'told_again', 'last_resort_reached']);

type Message = { t: number; user: string };
const byMinute = (one: Message, other: Message): number => one.t - other.t || (one.user < other.user ? -1 : 1);

/** What a case calls the state a ticket's climb is in, and when it goes on by itself. */
export function stateOf(ticket: Ticket, paths: Map<number, Path>): Pick<ClimbAnswer, 'state' | 'nextAt'> {
  const escalation = ticket.escalations.at(-1);
  if (escalation === undefined) return { state: 'none', nextAt: null };
  if (escalation.status === 'ended') return { state: 'resolved', nextAt: null };
  if (escalation.silence !== null) return { state: 'silenced', nextAt: null };
  if (escalation.status === 'acknowledged') return { state: 'acked', nextAt: null };
  const nobodyLeft =
    escalation.status === 'last_resort' && paths.get(escalation.pathVersionId)!.lastResort.length === 0;
  if (nobodyLeft) return { state: 'exhausted', nextAt: null };
  const { nextAt } = escalation;
  const isDeferred = escalation.status === 'climbing' && escalation.firing === 0;
  return { state: isDeferred ? 'deferred' : 'active', nextAt: nextAt === null ? null : minuteOf(nextAt) };
}
