import { Link } from '@tanstack/react-router';
import { Lock, Mail } from 'lucide-react';
import { useTick } from '#web/app/clock.ts';
import { chipDuration, durationIn, list, moment, spokenDuration, type Counted } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { Coming, Span } from '#web/escalation/ladder-model.ts';
import type { LadderLayout } from '#web/escalation/layout-ladder.ts';
import type { Measure } from '#web/escalation/working-time.ts';
import type { Names } from '#web/ticket/event-words.ts';

interface Props {
  span: Span;
  layout: LadderLayout;
  names: Names;
  now: number;
  measure: Measure;
  counted: Counted;
  /** One of all is in the tab order; arrows lead to the others. */
  isTabStop: boolean;
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.at(0) ?? '')
    .slice(0, 2)
    .join('');

/** How wide a name must be able to be before it is written out, and what was done beside it. */
const NAME_PX = 76;
const DONE_PX = 190;
const LEAST_PX = 28;

/** A hold or a call as a box over its stretch of time; too narrow for the name, it has the initials. */
export function LadderSpan({ span, layout, names, now, measure, counted, isTabStop }: Props) {
  const right = Math.min(layout.x(span.to ?? now), layout.nowX) - 2;
  // What has only just begun is drawn before the line of now, not past it.
  const left = Math.min(layout.x(span.from), Math.max(layout.x(span.from) - LEAST_PX, right - LEAST_PX));
  const width = Math.max(LEAST_PX, right - left);
  const people = span.people.map(names.person);
  const words = people.length === 0 ? t('web.ladder.queue') : list(people);
  const length = chipDuration(measure(span.from, span.to ?? now), counted);
  const said = t('web.ladder.span', { names: words, kind: t(`web.ladder.kind.${span.kind}`), length });
  const by = span.people.length === 1 ? span.people[0] : undefined;
  return (
    <Link
      to="."
      search={(before) => ({ ...before, tab: undefined, by })}
      className="ladder-span"
      data-kind={span.kind}
      data-narrow={width < 44 || undefined}
      style={{ left, width, top: layout.lane(span.level).y + 8 }}
      title={said}
      tabIndex={isTabStop ? 0 : -1}
    >
      <span className="sr-only">{said}</span>
      <b className="cut font-medium" aria-hidden="true">
        {width < NAME_PX ? people.map(initials).join(' ') : words}
      </b>
      {width >= NAME_PX && (
        <span className="cut text-muted" aria-hidden="true">
          {t(`web.ladder.short.${span.kind}`, { length })}
        </span>
      )}
      {width >= DONE_PX && <DoneIcons span={span} />}
    </Link>
  );
}

const DoneIcons = ({ span: { done } }: { span: Span }) => (
  <span className="ladder-done">
    {done.replies > 0 && (
      <span>
        <Mail className="icon size-[12px]" aria-hidden="true" />
        {t('web.ladder.replies', { count: done.replies })}
      </span>
    )}
    {done.notes > 0 && (
      <span>
        <Lock className="icon size-[12px]" aria-hidden="true" />
        {t('web.ladder.notes', { count: done.notes })}
      </span>
    )}
  </span>
);

/** A step that has not come: who, and the exact moment where there is one. */
export function LadderComing({ coming, index, layout }: { coming: Coming; index: number; layout: LadderLayout }) {
  const when = useTick((now) =>
    coming.at === null
      ? t(`web.ladder.later.${coming.waitIn}`, { length: durationIn[coming.waitIn](coming.afterMs) })
      : t('web.ladder.at_in', { at: moment(coming.at, now), length: spokenDuration(Math.max(0, coming.at - now)) }),
  );
  const names = coming.people.length === 0 ? t('web.ladder.nobody') : list(coming.people);
  return (
    <>
      <span
        className="ladder-span"
        data-kind="coming"
        data-narrow={coming.people.length > 1 || undefined}
        title={names}
        aria-hidden="true"
        style={{
          left: layout.comingX(index) + 4,
          width: Math.max(22, layout.room.stepPx - 10),
          top: layout.lane(coming.level).y + 8,
        }}
      >
        <b className="cut text-center font-medium">{coming.people.slice(0, 2).map(initials).join(' ')}</b>
      </span>
      <div
        className="ladder-coming"
        aria-hidden="true"
        title={`${names}: ${when}`}
        data-narrow={layout.isNarrow || undefined}
        style={{
          left: layout.comingX(index + 1) + 8,
          width: layout.room.wordsPx - 8,
          top: layout.lane(coming.level).y + (layout.isNarrow ? 2 : 9),
        }}
      >
        <b className="cut font-medium">{names}</b>
        <span className="cut ladder-when">{when}</span>
      </div>
    </>
  );
}
