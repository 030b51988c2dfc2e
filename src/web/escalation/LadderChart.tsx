import { useRef } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { day, moment, sameDay, spokenDuration, timeOfDay } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { LadderModel } from '#web/escalation/build-ladder.ts';
import { HEAD_PX, layoutLadder, type LadderLayout } from '#web/escalation/layout-ladder.ts';
import { LadderComing, LadderSpan } from '#web/escalation/LadderSpan.tsx';
import { LadderLegend } from '#web/escalation/LadderLegend.tsx';
import { levelName } from '#web/escalation/level-name.ts';
import { useWidth } from '#web/escalation/use-width.ts';
import type { Names } from '#web/ticket/event-words.ts';

interface Props {
  ticket: TicketDetail;
  model: LadderModel;
  names: Names;
}

/**
 * The ladder as a drawing: levels upwards, time to the right, the rope through whoever held it, dashed where
 * it would go. Hidden from readers: the table has the same facts.
 */
export function LadderChart({ ticket, model, names }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const now = useTick((at) => Math.floor(at / 10_000) * 10_000);
  const end = ticket.status === 'closed' ? ticket.lastEventAt : Math.max(now, ticket.lastEventAt);
  const steps = Math.max(0, ...ticket.escalations.map((one) => one.steps.length));
  const layout = layoutLadder(model, steps, end, width);
  return (
    <div ref={box} className="ladder-scroll" aria-hidden="true">
      {width > 0 && (
        <div className="relative" style={{ width: layout.width, height: layout.height }}>
          <Drawing model={model} layout={layout} />
          {layout.lanes.map((lane) => {
            const { short, long } = levelName(ticket, lane.level);
            return (
              <div key={String(lane.level)} className="ladder-lane" style={{ top: lane.y, width: HEAD_PX }}>
                <b className="cut block text-12 font-bold">{short}</b>
                <span className="cut block text-12 text-muted">{long}</span>
              </div>
            );
          })}
          <Axis model={model} layout={layout} now={end} />
          {model.spans.map((span) => (
            <LadderSpan
              key={`${span.kind} ${String(span.level)} ${span.from}`}
              span={span}
              layout={layout}
              names={names}
              now={end}
            />
          ))}
          {model.coming.map((coming, index) => (
            <LadderComing key={String(coming.level)} coming={coming} index={index} layout={layout} />
          ))}
        </div>
      )}
      <LadderLegend hasFolds={layout.folds.length > 0} hasComing={model.coming.length > 0} />
    </div>
  );
}

function Drawing({ model, layout }: { model: LadderModel; layout: LadderLayout }) {
  const requester = layout.lane('requester');
  return (
    <svg className="ladder-drawing" width={layout.width} height={layout.height}>
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
          x={fold.fromX + (fold.toX - fold.fromX) / 2 - 10}
          y={layout.lanes[0]?.y ?? 0}
          width="20"
          height={layout.height - (layout.lanes[0]?.y ?? 0)}
          fill="url(#ladder-hatch)"
        />
      ))}
      <path d={layout.comingPath} className="rope-coming" />
      <path d={layout.ropePath} className="rope" />
      {model.rope.slice(1).map((point) => (
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
      <path d={`M${layout.nowX} 24V${layout.height}`} className="now-line" />
      <circle cx={layout.nowX} cy={layout.ropeY(model.rope.at(-1)?.level ?? 'team')} r="5.5" className="now-dot" />
    </svg>
  );
}

const LABEL_PX = 46;

/** Times along the top: each moment the rope moved that has room for its label, the day where it changes, and now. */
function Axis({ model, layout, now }: { model: LadderModel; layout: LadderLayout; now: number }) {
  const labels: { at: number; x: number; isNewDay: boolean }[] = [];
  for (const at of [model.openedAt, ...model.rope.map((point) => point.at)].toSorted((a, b) => a - b)) {
    const x = layout.x(at);
    const before = labels.at(-1);
    if (before !== undefined && x - before.x < LABEL_PX) continue;
    if (x > layout.nowX - 78) continue;
    labels.push({ at, x, isNewDay: before === undefined || !sameDay(before.at, at) });
  }
  return (
    <>
      {labels.map((label) => (
        <span key={label.at} className="ladder-time" style={{ left: label.x }}>
          {label.isNewDay && <b className="absolute bottom-full left-0 font-bold text-ink">{day(label.at)}</b>}
          {timeOfDay(label.at)}
        </span>
      ))}
      <span className="ladder-now" style={{ left: layout.nowX }}>
        {t('web.ladder.now', { at: timeOfDay(now) })}
      </span>
      {layout.folds
        .filter((fold) => fold.toX - fold.fromX > 90)
        .map((fold) => (
          <span
            key={fold.from}
            className="ladder-fold"
            style={{ left: fold.fromX + (fold.toX - fold.fromX) / 2, top: layout.height - 18 }}
            title={moment(fold.to, now)}
          >
            {spokenDuration(fold.to - fold.from)}
          </span>
        ))}
    </>
  );
}
