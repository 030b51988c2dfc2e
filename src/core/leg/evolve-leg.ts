import type { PersonId } from '#core/ids.ts';
import type { Held, Leg } from '#core/leg/leg.ts';
import type { LegEvent } from '#core/leg/leg-event.ts';
import { never } from '#core/result.ts';
import type { Instant } from '#core/time.ts';

type LaterEvent = Exclude<LegEvent, { type: 'leg_offered' | 'leg_carried_over' }>;

/** The ticket's legs after an event about one of them that happened at `at`. */
export function evolveLegs(legs: Leg[], event: LegEvent, at: Instant): Leg[] {
  if (event.type === 'leg_carried_over') {
    const { leg } = event;
    const isBack = legs.some(({ id }) => id === leg.id);
    return isBack ? legs.map((each) => (each.id === leg.id ? leg : each)) : [...legs, leg];
  }
  if (event.type !== 'leg_offered') {
    return legs.map((leg) => (leg.id === event.legId ? evolveLeg(leg, event, at) : leg));
  }
  const { type: _, legId: id, by: openedBy, step = null, barred = [], ...said } = event;
  return [
    ...legs,
    { ...said, id, openedBy, openedAt: at, step, barred, ...UNDONE, asked: said.told, returns: [], status: 'offered' },
  ];
}

/** Of a leg nobody has done anything about. */
const UNDONE = { decision: null, acceptedInMs: null, doneInMs: null };

function evolveLeg(leg: Leg, event: LaterEvent, at: Instant): Leg {
  switch (event.type) {
    case 'leg_acknowledged': {
      const { by, height, doBy, tookMs = null, offShiftAt = null } = event;
      const asked = leg.asked.includes(by) ? leg.asked : [...leg.asked, by];
      const taken = { by, acknowledgedAt: at, height, doBy, lapsesAt: null, offShiftAt, handBack: null };
      // the first who took it counts: how long the requester's part lay with nobody
      const acceptedInMs = leg.acceptedInMs ?? tookMs;
      return { ...lasting(leg), asked, acceptedInMs, status: 'acknowledged', ...taken };
    }
    case 'leg_returned': {
      const { by, reason, messageId } = event;
      const returned = { ...leg, returns: [...leg.returns, { by, at, reason, messageId }] };
      return returned.status === 'offered' ? { ...returned, told: without(returned.told, by) } : returned;
    }
    case 'leg_passed_on': {
      const { told, acceptBy } = event;
      // a part that went on to somebody above no longer waits for the climb it came from
      return { ...lasting(leg), step: null, asked: [...leg.asked, ...told], status: 'offered', told, acceptBy };
    }
    case 'leg_reminded':
      return changed(leg, { lapsesAt: event.lapsesAt });
    case 'leg_shift_kept':
      return changed(leg, { offShiftAt: event.offShiftAt });
    case 'leg_extended':
      return changed(leg, { doBy: event.doBy, lapsesAt: null });
    case 'leg_hand_back_offered': {
      const { to, reason, messageId, acceptBy } = event;
      return changed(leg, { handBack: { to, at, reason, messageId, acceptBy } });
    }
    case 'leg_hand_back_returned':
    case 'leg_hand_back_withdrawn':
      return changed(leg, { handBack: null });
    case 'leg_ended':
      return {
        ...lasting(leg),
        decision: event.decision ?? null,
        doneInMs: event.tookMs ?? null,
        status: 'ended',
        endedAt: at,
        why: event.why,
      };
    default:
      return never(event);
  }
}

/** The legs with somebody no longer among those who may take one; one that nobody may take goes on as soon as it may. */
export function legsWithout(legs: Leg[], person: PersonId, at: Instant): Leg[] {
  return legs.map((leg) => {
    if (leg.status !== 'offered' || !leg.told.includes(person)) return leg;
    const told = without(leg.told, person);
    return { ...leg, told, acceptBy: told.length === 0 ? at : leg.acceptBy };
  });
}

function changed(leg: Leg, changes: Partial<Pick<Held, 'doBy' | 'lapsesAt' | 'offShiftAt' | 'handBack'>>): Leg {
  return leg.status === 'acknowledged' ? { ...leg, ...changes } : leg;
}

function without(people: PersonId[], person: PersonId): PersonId[] {
  return people.filter((each) => each !== person);
}

/** What a leg keeps whatever its status. */
function lasting(leg: Leg) {
  const { id, direction, openedBy, openedAt, step, target, reason, messageId, acceptMs, doMs, asked, returns } = leg;
  const { barred, decision, acceptedInMs, doneInMs } = leg;
  const opened = { id, direction, openedBy, openedAt, step, target, reason, messageId, acceptMs, doMs };
  return { ...opened, barred, decision, acceptedInMs, doneInMs, asked, returns };
}
