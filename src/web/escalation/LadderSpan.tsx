import { useTick } from '#web/app/clock.ts';
import { chipDuration, list, moment, spokenDuration } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { Coming, Span } from '#web/escalation/build-ladder.ts';
import type { LadderLayout } from '#web/escalation/layout-ladder.ts';
import type { Names } from '#web/ticket/event-words.ts';

interface Props {
  span: Span;
  layout: LadderLayout;
  names: Names;
  now: number;
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.at(0) ?? '')
    .slice(0, 2)
    .join('');

/** How wide a name must be able to be before it is written out. */
const NAME_PX = 76;

/** A hold or a call as a box over its stretch of time; too narrow for the name, it has the initials. */
export function LadderSpan({ span, layout, names, now }: Props) {
  if (span.kind === 'skipped') return null;
  const left = layout.x(span.from);
  const width = Math.max(28, layout.x(span.to ?? now) - left - 2);
  const people = span.people.map(names.person);
  const words = people.length === 0 ? t('web.ladder.queue') : list(people);
  const short = people.map(initials).join(' ');
  const length = chipDuration((span.to ?? now) - span.from);
  return (
    <div
      className="ladder-span"
      data-kind={span.kind}
      data-narrow={width < 44 || undefined}
      style={{ left, width, top: layout.lane(span.level).y + 8 }}
      title={t('web.ladder.span', { names: words, kind: t(`web.ladder.kind.${span.kind}`), length })}
    >
      <b className="cut font-medium">{width < NAME_PX ? short : words}</b>
      {width >= NAME_PX && <span className="cut text-muted">{t(`web.ladder.short.${span.kind}`, { length })}</span>}
    </div>
  );
}

/** A step that has not come: who, and the exact moment where there is one. */
export function LadderComing({ coming, index, layout }: { coming: Coming; index: number; layout: LadderLayout }) {
  const when = useTick((now) =>
    coming.at === null
      ? t(`web.ladder.later.${coming.waitIn}`, { length: spokenDuration(coming.afterMs) })
      : t('web.ladder.at_in', { at: moment(coming.at, now), length: spokenDuration(Math.max(0, coming.at - now)) }),
  );
  return (
    <>
      <span
        className="ladder-span"
        data-kind="coming"
        data-narrow={coming.people.length > 1 || undefined}
        title={list(coming.people)}
        style={{ left: layout.comingX(index) + 4, width: 50, top: layout.lane(coming.level).y + 8 }}
      >
        <b className="cut text-center font-medium">{coming.people.map(initials).join(' ')}</b>
      </span>
      <div
        className="ladder-coming"
        style={{ left: layout.comingX(index + 1) + 8, top: layout.lane(coming.level).y + 9 }}
      >
        <b className="cut font-medium">{list(coming.people)}</b>
        <span className="cut">{when}</span>
      </div>
    </>
  );
}
