import { useRef } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { day, moment, sameDay, spokenDuration, timeOfDay } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { LadderModel } from '#web/escalation/build-ladder.ts';
import { HEAD_PX, layoutLadder, type LadderLayout } from '#web/escalation/layout-ladder.ts';
import { LadderDrawing } from '#web/escalation/LadderDrawing.tsx';
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
    <div className="ladder-scroll" aria-hidden="true">
      <div ref={box} />
      {width > 0 && (
        <div className="relative" style={{ width: layout.width, height: layout.height }}>
          <LadderDrawing model={model} layout={layout} />
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

const LABEL_PX = 48;

/** Times along the top: each moment the rope moved that has room for its label, the day where it changes, and now. */
function Axis({ model, layout, now }: { model: LadderModel; layout: LadderLayout; now: number }) {
  const labels: { at: number; x: number; isNewDay: boolean }[] = [];
  const moves = [...model.rope, ...model.marks, ...model.spans.map((span) => ({ at: span.from }))];
  for (const at of moves.map((move) => move.at).toSorted((a, b) => a - b)) {
    const x = layout.x(at);
    const before = labels.at(-1);
    if (before !== undefined && x - before.x < LABEL_PX) continue;
    if (x > layout.nowX - 82) continue;
    const isNewDay = before === undefined || !sameDay(before.at, at);
    // The day needs more room than the time, and is worth it.
    if (isNewDay && before !== undefined && x - before.x < LABEL_PX + 30) continue;
    labels.push({ at, x, isNewDay });
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
