import { chipDuration, day, moment, sameDay, spokenDuration, timeOfDay, type Counted } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { LadderModel } from '#web/escalation/ladder-model.ts';
import type { LadderLayout } from '#web/escalation/layout-ladder.ts';
import type { Silence } from '#web/escalation/silences.ts';

const LABEL_PX = 48;
const DAY_PX = 78;
const NOW_PX = 82;
const NOW_DAY_PX = 108;
/** A silence shorter than its words has none. */
const SILENCE_PX = 170;

interface Props {
  model: LadderModel;
  layout: LadderLayout;
  silences: readonly Silence[];
  counted: Counted;
  now: number;
}

interface Label {
  at: number;
  x: number;
  isNewDay: boolean;
}

/** Each moment the rope moved that has room for its label, the day where it changes. */
function labelsOf(model: LadderModel, layout: LadderLayout): Label[] {
  const labels: Label[] = [];
  const moves = [...model.rope, ...model.marks, ...model.spans.map((span) => ({ at: span.from }))];
  for (const at of moves.map((move) => move.at).toSorted((a, b) => a - b)) {
    const x = layout.x(at);
    const before = labels.at(-1);
    if (x > layout.nowX - NOW_PX || (before !== undefined && x - before.x < LABEL_PX)) continue;
    const isNewDay = before === undefined || !sameDay(before.at, at);
    // The day needs more room than the time, and is worth it.
    if (isNewDay && ((before !== undefined && x - before.x < DAY_PX) || x > layout.nowX - NOW_DAY_PX)) continue;
    labels.push({ at, x, isNewDay });
  }
  return labels;
}

/** Times along the top, how long the folded gaps are, and the words of the silences. */
export const LadderAxis = ({ model, layout, silences, counted, now }: Props) => (
  <div aria-hidden="true">
    {labelsOf(model, layout).map((label) => (
      <span key={label.at} className="ladder-time" style={{ left: label.x }}>
        {label.isNewDay && <b className="absolute bottom-full left-0 font-bold text-ink">{day(label.at)}</b>}
        {timeOfDay(label.at)}
      </span>
    ))}
    <span className="ladder-now" style={{ left: layout.nowX }}>
      {t('web.ladder.now', { at: timeOfDay(now) })}
    </span>
    {layout.folds
      .filter((fold) => !fold.isClosed && fold.toX - fold.fromX > 90)
      .map((fold) => (
        <span
          key={fold.from}
          className="ladder-fold"
          style={{ left: (fold.fromX + fold.toX) / 2, top: (layout.lanes[0]?.y ?? 0) + 4 }}
          title={moment(fold.to, now)}
        >
          {spokenDuration(fold.to - fold.from)}
        </span>
      ))}
    {silences.map((silence) => {
      const [from, to] = [layout.x(silence.from), layout.x(silence.to)];
      return to - from < SILENCE_PX ? null : (
        <span
          key={silence.from}
          className="ladder-silence cut"
          style={{ left: (from + to) / 2, maxWidth: to - from - 24, top: layout.ropeY('requester') - 8 }}
        >
          {t('web.ladder.silence', { length: chipDuration(silence.lengthMs, counted) })}
        </span>
      );
    })}
  </div>
);
