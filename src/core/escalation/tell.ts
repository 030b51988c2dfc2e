import type { Notice } from '#core/escalation/escalation.ts';
import type { Path, Step, StepTarget } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import type { Context, Facts } from '#core/ticket/context.ts';
import type { Instant } from '#core/time.ts';

/** What of a telling comes later than now: people choose how long after a call they are told, and how often. */
export interface ToldLater {
  notices: Notice[];
  /** Of those told, who hears nothing now. */
  toldLater: PersonId[];
}

/** How those who are told by `step` at this moment want to be told. */
export function tellLater(told: PersonId[], step: Step, { facts, now }: Pick<Context, 'facts' | 'now'>): ToldLater {
  const later: ToldLater = { notices: [], toldLater: [] };
  for (const personId of told) {
    const methods = facts.roster.find(({ id }) => id === personId)?.notifyBy ?? [];
    const delays = [...new Set(methods.map(({ afterMs }) => afterMs))];
    if (!delays.includes(0)) later.toldLater.push(personId);
    const waited = delays.filter((delayMs) => delayMs > 0);
    const own = step.everyoneAcknowledges;
    later.notices.push(...waited.map((delayMs) => ({ personId, at: now + delayMs, since: now, own })));
  }
  return later;
}

/** When somebody next comes on duty, or goes, for a step that calls whoever has it; null when nobody is to be told. */
export function shiftChangeOf(step: Step, path: Path, { roster }: Facts): Instant | null {
  const calls = (type: StepTarget['type']): boolean => step.targets.some((target) => target.type === type);
  // Where people take turns one was called, and stays so.
  // What some were asked to allow stays theirs, until it goes on to who stands in or above.
  if (!path.tellsNewcomers || !calls('on_duty') || calls('rotation') || step.needs === 'approval') return null;
  const moments = roster.flatMap(({ nextShiftChangeAt }) => nextShiftChangeAt ?? []);
  return moments.length === 0 ? null : Math.min(...moments);
}
