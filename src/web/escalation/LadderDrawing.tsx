import type { LadderModel } from '#web/escalation/ladder-model.ts';
import type { Silence } from '#web/escalation/silences.ts';
import type { LadderLayout } from '#web/escalation/layout-ladder.ts';

interface Props {
  model: LadderModel;
  layout: LadderLayout;
  silences: readonly Silence[];
  now: number;
}

/** What lies ahead stands beside now. */
const AHEAD_PX = 12;

/** A flag on its pole, which stands on the line of the customer. */
const flag = (x: number, y: number): string => `M${x} ${y}V${y - 20}h9l-3 4l3 4h-9`;

/** The lines of the ladder: lanes, folds, the rope with its knots, what each side said, and now. */
export function LadderDrawing({ model, layout, silences, now }: Props) {
  const requester = layout.lane('requester');
  return (
    <svg className="ladder-drawing" width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        <pattern id="ladder-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V6" className="hatch" />
        </pattern>
      </defs>
      <rect x="0" y={requester.y} width={layout.width} height={requester.height} className="ground" />
      {layout.lanes.map((lane) => (
        <path key={String(lane.level)} d={`M0 ${lane.y + 0.5}H${layout.width}`} className="line" />
      ))}
      {layout.folds.map((fold) => (
        <rect
          key={fold.from}
          x={fold.isClosed ? fold.fromX : fold.fromX + (fold.toX - fold.fromX) / 2 - 10}
          y={layout.lanes[0]?.y ?? 0}
          width={fold.isClosed ? fold.toX - fold.fromX : 20}
          height={layout.height - (layout.lanes[0]?.y ?? 0)}
          fill="url(#ladder-hatch)"
        />
      ))}
      <path
        d={`M${layout.x(model.openedAt)} ${layout.ropeY('requester') + 0.5}H${layout.nowX}`}
        className="line-said"
      />
      {silences.map((silence) => (
        <path
          key={silence.from}
          d={`M${layout.x(silence.from) + 8} ${layout.ropeY('requester') + 0.5}H${layout.x(silence.to) - 8}`}
          className="silence"
        />
      ))}
      <path d={layout.comingPath} className="rope-coming" />
      <path d={layout.ropePath} className="rope" />
      <Marks model={model} layout={layout} />
      {model.promises.map(({ id, dueAt, state }) => (
        <path
          key={`promise ${id}`}
          d={flag(dueAt > now ? layout.nowX + AHEAD_PX : layout.x(dueAt), layout.ropeY('requester'))}
          className="promise-flag"
          data-state={state}
        />
      ))}
      <path d={`M${layout.nowX} 24V${layout.height}`} className="now-line" />
      <circle cx={layout.nowX} cy={layout.ropeY(model.rope.at(-1)?.level ?? 'team')} r="5.5" className="now-dot" />
    </svg>
  );
}

const Marks = ({ model, layout }: Omit<Props, 'silences' | 'now'>) => (
  <>
    {model.spans
      .filter((span) => span.kind === 'taken')
      .map((span) => (
        <circle
          key={`taken ${span.from}`}
          cx={layout.x(span.from)}
          cy={layout.ropeY(span.level)}
          r="4.5"
          className="knot held"
        />
      ))}
    {model.rope.slice(2).map((point) => (
      <circle
        key={`${point.at} ${String(point.level)}`}
        cx={layout.x(point.at)}
        cy={layout.ropeY(point.level)}
        r="4.5"
        className="knot"
      />
    ))}
    {model.marks.map((mark) =>
      mark.kind === 'missed' ? (
        <rect
          key={`missed ${mark.at}`}
          x={layout.x(mark.at) - 4.5}
          y={layout.ropeY('team') - 4.5}
          width="9"
          height="9"
          rx="1"
          className="missed"
        />
      ) : (
        <circle
          key={`${mark.kind} ${mark.at}`}
          cx={layout.x(mark.at)}
          cy={layout.ropeY('requester')}
          r="5"
          className={mark.kind === 'in' ? 'said' : 'answered'}
        />
      ),
    )}
  </>
);
