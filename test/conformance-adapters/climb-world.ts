import type { Path, StepTarget } from '#core/escalation/path.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { Facts } from '#core/ticket/context.ts';
import { MINUTE, type Instant } from '#core/time.ts';
import { colleague } from '#test/harness/core.ts';
import type { ClimbCase, PolicySpec } from '#test/conformance-adapters/climb-case.ts';

/** The instant a case's minute 0 stands for. */
const START: Instant = Date.parse('2026-11-20T09:00:00Z');
export const at = (minute: number): Instant => START + minute * MINUTE;
export const minuteOf = (instant: Instant): number => (instant - START) / MINUTE;

/** Everybody and everything of a case by number, and who can be told at a moment. */
export interface World {
  /** Whoever acts where a case does not say; no step calls them. */
  desk: number;
  idOf(name: string): number;
  nameOf(id: number): string;
  listOf(schedule: string): number;
  goAway(user: string, from: number, to: number | null): void;
  tookTurn(rotation: string, personId: number): void;
  factsAt(now: Instant): Facts;
}

/** The people, duties and turns of a case. */
export function worldOf({ schedules = {}, unavailable = [], userRules = {}, roundRobin = {} }: ClimbCase): World {
  const ids = new Map<string, number>([['(desk)', 1]]);
  const idOf = (name: string): number => ids.get(name) ?? (ids.set(name, ids.size + 1), ids.size);
  const lists = Object.keys(schedules);
  const away = unavailable.map((each) => ({ ...each }));
  const turns = new Map(Object.entries(roundRobin).map(([rotation, user]) => [rotation, idOf(user)]));
  for (const name of namesOf(schedules)) idOf(name);
  const holds = ({ from, to }: { from: number; to: number | null }, minute: number): boolean =>
    from <= minute && (to === null || minute < to);
  const nextChange = (name: string, minute: number): Instant | null => {
    const own = Object.values(schedules).flatMap((shifts) => shifts.filter(({ users }) => users.includes(name)));
    const next = Math.min(...own.flatMap(({ from, to }) => [from, to ?? Infinity]).filter((each) => each > minute));
    return Number.isFinite(next) ? at(next) : null;
  };
  const personAt = (name: string, minute: number): RosterPerson => ({
    ...colleague(idOf(name), 'agent', null, { teamIds: [] }),
    reachable: !away.some((each) => each.user === name && holds(each, minute)),
    onDutyIds: lists.flatMap((list, index) =>
      schedules[list]!.some((shift) => shift.users.includes(name) && holds(shift, minute)) ? [index + 1] : [],
    ),
    nextShiftChangeAt: nextChange(name, minute),
    notifyBy: (userRules[name] ?? [0]).map((delay) => ({ method: 'app', afterMs: delay * MINUTE })),
  });
  return {
    desk: 1,
    idOf,
    nameOf: (id) => [...ids].find(([, known]) => known === id)?.[0] ?? `person ${id}`,
    listOf: (schedule) => lists.indexOf(schedule) + 1,
    goAway: (user, from, to) => void away.push({ user, from, to }),
    tookTurn: (rotation, personId) => void turns.set(rotation, personId),
    factsAt: (now) => ({
      roster: [...ids.keys()].filter((name) => name !== '(desk)').map((name) => personAt(name, minuteOf(now))),
      turns: new Map(turns),
    }),
  };
}

function namesOf(schedules: NonNullable<ClimbCase['schedules']>): string[] {
  return Object.values(schedules).flatMap((shifts) => shifts.flatMap(({ users }) => users));
}

/** A case's path as ours, waits by the wall clock. */
export function pathOf(spec: PolicySpec, versionId: number, { idOf, listOf }: Pick<World, 'idOf' | 'listOf'>): Path {
  const minutes = (value: number | undefined): number | null => (value === undefined ? null : value * MINUTE);
  const target = ({ type, id, users = [] }: PolicySpec['steps'][number]['targets'][number]): StepTarget => {
    switch (type) {
      case 'user':
        return { type: 'person', personId: idOf(id) };
      case 'schedule':
        return { type: 'on_duty', dutyListId: listOf(id) };
      case 'channel':
        return { type: 'channel', channelId: id };
      case 'roundRobin':
        return { type: 'rotation', rotationId: id, personIds: users.map(idOf) };
    }
  };
  return {
    kind: 'path',
    versionId,
    name: 'A case',
    calendarVersionId: 1,
    steps: spec.steps.map(({ id, delayMinutes, targets, multiAck = false }) => ({
      id,
      name: id,
      direction: 'functional',
      waitMs: delayMinutes * MINUTE,
      waitIn: 'wall',
      needs: 'acknowledge',
      everyoneAcknowledges: multiAck,
      calledOn: [],
      guarded: false,
      fallback: [],
      quietHours: null,
      targets: targets.map(target),
    })),
    repeat: spec.repeat ?? 0,
    onEmpty: spec.onEmpty ?? 'skip',
    tellsNewcomers: spec.handover ?? true,
    remindAfterMs: minutes(spec.ackReminderMinutes),
    confirmWithinMs: minutes(spec.ackGraceMinutes),
    loanIn: 'wall',
    lastResort: (spec.lastResort ?? []).map(idOf),
    lastResortEveryMs: minutes(spec.lastResortEveryMinutes),
  };
}
