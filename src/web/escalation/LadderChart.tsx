import { ArrowRight, ArrowUp } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import type { Counted } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { LadderModel, Level } from '#web/escalation/ladder-model.ts';
import { LadderAxis } from '#web/escalation/LadderAxis.tsx';
import { layoutLadder } from '#web/escalation/layout-ladder.ts';
import { LadderDrawing } from '#web/escalation/LadderDrawing.tsx';
import { LadderComing, LadderSpan } from '#web/escalation/LadderSpan.tsx';
import { LadderLegend } from '#web/escalation/LadderLegend.tsx';
import { levelName, stepsOf } from '#web/escalation/level-name.ts';
import { silencesOf } from '#web/escalation/silences.ts';
import { useWidth } from '#web/escalation/use-width.ts';
import type { Closed, Measure } from '#web/escalation/working-time.ts';
import type { Names } from '#web/ticket/event-words.ts';

interface Props {
  ticket: TicketDetail;
  model: LadderModel;
  names: Names;
  end: number;
  measure: Measure;
  counted: Counted;
  closed: readonly Closed[];
}

/**
 * The ladder as a drawing: levels upwards, time to the right, the rope through whoever held it, dashed where it
 * would go. Its boxes are one tab stop; arrows lead from hold to hold, Enter to what was done in it.
 */
export function LadderChart({ ticket, model, names, end, measure, counted, closed }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const available = useWidth(box);
  const layout = layoutLadder({ model, stepCount: stepsOf(ticket).length, now: end, available, closed });
  const silences = silencesOf(model, end, measure);
  // By time, then upwards: as one reads the drawing.
  const spans = model.spans
    .filter((span) => span.kind !== 'skipped' && span.kind !== 'returned')
    .toSorted((a, b) => a.from - b.from);
  return (
    <div className="ladder-scroll">
      <div ref={box} />
      {available > 0 && (
        <div
          className="ladder-chart"
          role="group"
          aria-label={t('web.ladder.chart')}
          style={{ width: layout.width, height: layout.height }}
          onKeyDown={(event) => setStop(step(event, spans.length))}
        >
          <LadderDrawing model={model} layout={layout} silences={silences} now={end} />
          {layout.lanes.map((lane) => (
            <LaneHead
              key={String(lane.level)}
              ticket={ticket}
              level={lane.level}
              top={lane.y}
              width={layout.room.headPx}
            />
          ))}
          <LadderAxis model={model} layout={layout} silences={silences} counted={counted} now={end} />
          {spans.map((span, index) => (
            <LadderSpan
              key={`${span.kind} ${String(span.level)} ${span.from}`}
              span={span}
              layout={layout}
              names={names}
              now={end}
              measure={measure}
              counted={counted}
              isTabStop={index === Math.min(stop, spans.length - 1)}
            />
          ))}
          {model.coming.map((coming, index) => (
            <LadderComing key={String(coming.level)} coming={coming} index={index} layout={layout} />
          ))}
        </div>
      )}
      <LadderLegend
        hasFolds={layout.folds.some((fold) => !fold.isClosed)}
        hasClosed={layout.folds.some((fold) => fold.isClosed)}
        hasComing={model.coming.length > 0}
        hasPromises={model.promises.length > 0}
      />
    </div>
  );
}

/** Moves the focus from hold to hold; gives back which one is the tab stop from then on. */
function step(event: KeyboardEvent<HTMLElement>, count: number): number {
  const boxes = [...event.currentTarget.querySelectorAll<HTMLElement>('a.ladder-span')];
  const at = Math.max(0, boxes.indexOf(document.activeElement as HTMLElement));
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const to = Math.min(Math.max(at + by, 0), count - 1);
  if (by !== 0) {
    event.preventDefault();
    boxes[to]?.focus();
    boxes[to]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  return to;
}

/** Below it the name of a level takes two lines. */
const NARROW_PX = 90;

function LaneHead({ ticket, level, top, width }: { ticket: TicketDetail; level: Level; top: number; width: number }) {
  const { short, long, direction } = levelName(ticket, level);
  const Icon = direction === 'functional' ? ArrowRight : ArrowUp;
  return (
    <div className="ladder-lane" data-narrow={width < NARROW_PX || undefined} aria-hidden="true" style={{ top, width }}>
      <b className="flex items-center gap-1 text-12 font-bold">
        <span className="cut">{short}</span>
        {direction !== null && (
          <span title={t(`web.ladder.direction.${direction}`)}>
            <Icon className="icon size-[12px] text-muted" />
          </span>
        )}
      </b>
      <span className="cut text-12 text-muted">{long}</span>
    </div>
  );
}
