import type { LadderModel, Level } from '#web/escalation/ladder-model.ts';
import { timeScale, type Fold } from '#web/escalation/time-scale.ts';
import type { Closed } from '#web/escalation/working-time.ts';

export const AXIS_PX = 36;
const LANE_PX = 60;
/** Names of the levels, the past at least, a step that has not come, and the words beside the last of them. */
interface Room {
  headPx: number;
  pastPx: number;
  stepPx: number;
  wordsPx: number;
}
/** The roomiest that fits is taken; what fits nowhere is scrolled. */
const ROOMS: readonly Room[] = [
  { headPx: 128, pastPx: 280, stepPx: 60, wordsPx: 136 },
  { headPx: 96, pastPx: 176, stepPx: 48, wordsPx: 112 },
  { headPx: 72, pastPx: 112, stepPx: 28, wordsPx: 88 },
  { headPx: 64, pastPx: 92, stepPx: 24, wordsPx: 76 },
];

/** Words of fewer pixels than this take several lines. */
const NARROW_PX = 100;

export interface Lane {
  level: Level;
  y: number;
  height: number;
}

/** Where everything of a ladder lies, in pixels from the top left of the drawing. */
export interface LadderLayout {
  width: number;
  height: number;
  lanes: readonly Lane[];
  lane: (level: Level) => Lane;
  /** The line on which the rope runs in a lane. */
  ropeY: (level: Level) => number;
  x: (at: number) => number;
  nowX: number;
  comingX: (index: number) => number;
  room: Room;
  /** What comes last is told in several short lines, as high as its lane: nothing runs under them. */
  isNarrow: boolean;
  folds: readonly Fold[];
  ropePath: string;
  comingPath: string;
}

/** Levels from the top: last resort, steps from the highest, team, requester; only those that exist. */
function levelsOf(model: LadderModel, stepCount: number): Level[] {
  const steps: Level[] = Array.from({ length: stepCount }, (_, index) => stepCount - 1 - index);
  const used = new Set<Level>([...model.spans.map((span) => span.level), ...model.coming.map((one) => one.level)]);
  const isLast = used.has('last_resort');
  return [...(isLast ? (['last_resort'] as const) : []), ...steps, 'team', 'requester'];
}

/** A path through points, with rounded corners: along the line, up or down, along again. */
function stairs(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  let at = first;
  for (const to of rest) {
    const rise = to.y - at.y;
    const bend = Math.min(6, Math.abs(rise) / 2, Math.max(0, to.x - at.x));
    const way = Math.sign(rise);
    if (rise === 0) path += `H${to.x}`;
    else path += `H${to.x - bend}Q${to.x} ${at.y} ${to.x} ${at.y + way * bend}V${to.y}`;
    at = to;
  }
  return path;
}

interface Given {
  model: LadderModel;
  stepCount: number;
  now: number;
  /** The width there is; narrower than it can be read, the drawing is as wide as it must be. */
  available: number;
  /** Hours to fold; none = time as it passed. */
  closed: readonly Closed[];
}

/** Lays a ladder out. */
export function layoutLadder({ model, stepCount, now, available, closed }: Given): LadderLayout {
  const levels = levelsOf(model, stepCount);
  const lanes = levels.map((level, index) => ({ level, y: AXIS_PX + index * LANE_PX, height: LANE_PX }));
  const lane = (level: Level): Lane => lanes.find((one) => one.level === level) ?? (lanes.at(-1) as Lane);
  const ropeY = (level: Level): number => lane(level).y + lane(level).height - 12;

  const tailOf = ({ stepPx, wordsPx }: Room): number =>
    model.coming.length === 0 ? 32 : 16 + model.coming.length * stepPx + wordsPx;
  const leastOf = (one: Room): number => one.headPx + one.pastPx + tailOf(one);
  const room = ROOMS.find((one) => leastOf(one) <= available) ?? (ROOMS.at(-1) as Room);
  const width = Math.max(available, leastOf(room));
  const past = width - room.headPx - tailOf(room);
  const moments = [
    model.openedAt,
    ...model.spans.flatMap((span) => [span.from, span.to ?? now]),
    ...model.marks.map((mark) => mark.at),
    ...model.promises.map((promise) => promise.dueAt),
    now,
  ].map((at) => Math.min(at, now));
  const scale = timeScale(moments, past - 12, closed);
  const x = (at: number): number => room.headPx + 12 + scale.x(Math.min(at, now));
  const nowX = x(now);
  const comingX = (index: number): number => nowX + 16 + index * room.stepPx;
  const isNarrow = room.wordsPx < NARROW_PX;
  const endX = isNarrow ? comingX(model.coming.length) + 4 : width;

  const last = model.rope.at(-1)?.level ?? 'team';
  const ropePath = stairs([
    ...model.rope.map((point) => ({ x: x(point.at), y: ropeY(point.level) })),
    { x: nowX, y: ropeY(last) },
  ]);
  const comingPath = stairs([
    { x: nowX, y: ropeY(last) },
    ...model.coming.map((one, index) => ({ x: comingX(index), y: ropeY(one.level) })),
    ...(model.coming.length === 0 ? [] : [{ x: endX, y: ropeY(model.coming.at(-1)?.level ?? 'team') }]),
  ]);
  const folds = scale.folds.map((fold) => ({
    ...fold,
    fromX: room.headPx + 12 + fold.fromX,
    toX: room.headPx + 12 + fold.toX,
  }));
  const height = AXIS_PX + lanes.length * LANE_PX;
  return { width, height, lanes, lane, ropeY, x, nowX, comingX, room, isNarrow, folds, ropePath, comingPath };
}
