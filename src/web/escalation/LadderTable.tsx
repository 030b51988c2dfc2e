import { Link } from '@tanstack/react-router';
import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { durationIn, list, moment, type Counted } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { isHeld, type Coming, type LadderModel, type Level, type Span } from '#web/escalation/ladder-model.ts';
import { levelName } from '#web/escalation/level-name.ts';
import type { Measure } from '#web/escalation/working-time.ts';
import type { PromiseFlag } from '#web/escalation/ladder-promises.ts';
import type { Names } from '#web/ticket/event-words.ts';

interface Props {
  ticket: TicketDetail;
  model: LadderModel;
  names: Names;
  end: number;
  measure: Measure;
  counted: Counted;
  /** Beside the drawing it is there for readers and for paper. */
  isShown: boolean;
}

/** The ladder as a table: the same facts, in order. */
export const LadderTable = ({ ticket, model, names, end, measure, counted, isShown }: Props) => (
  <section className={isShown ? 'ladder-table' : 'ladder-table sr-only'}>
    <h2 className="pb-1 text-16">{t('web.ladder.table')}</h2>
    <div
      role="region"
      aria-label={t('web.ladder.table')}
      {...(isShown ? { tabIndex: 0, className: 'overflow-x-auto' } : {})}
    >
      <table className="table">
        <thead>
          <tr>
            <th>{t('web.ladder.column.step')}</th>
            <th>{t('web.ladder.column.who')}</th>
            <th>{t('web.ladder.column.when')}</th>
            <th>{t('web.ladder.column.length')}</th>
            <th>{t('web.ladder.column.done')}</th>
            <th>{t('web.ladder.column.why')}</th>
          </tr>
        </thead>
        <tbody>
          {model.spans.map((span) => (
            <SpanRow
              key={`${span.kind} ${String(span.level)} ${span.from}`}
              span={span}
              ticket={ticket}
              names={names}
              end={end}
              measure={measure}
              counted={counted}
              isLinked={isShown}
            />
          ))}
          {model.promises.map((promise) => (
            <PromiseRow key={`promise ${promise.id}`} promise={promise} ticket={ticket} />
          ))}
          {model.coming.map((coming) => (
            <ComingRow key={String(coming.level)} coming={coming} ticket={ticket} />
          ))}
        </tbody>
      </table>
    </div>
  </section>
);

const LevelCell = ({ ticket, level }: { ticket: TicketDetail; level: Level }) => {
  const { short, long, direction } = levelName(ticket, level);
  return (
    <td>
      <b className="block font-medium">{short}</b>
      <span className="text-muted">{long}</span>
      {direction === 'functional' && <span className="text-muted">{`, ${t('web.ladder.direction.functional')}`}</span>}
    </td>
  );
};

interface SpanRowProps extends Omit<Props, 'model' | 'isShown'> {
  span: Span;
  isLinked: boolean;
}

function Who({ span, names, isLinked }: Pick<SpanRowProps, 'span' | 'names' | 'isLinked'>) {
  const [only, second] = span.people;
  if (only === undefined) return t(span.kind === 'queue' ? 'web.ladder.queue' : 'web.ladder.nobody');
  if (!isLinked || second !== undefined) return list(span.people.map(names.person));
  return (
    <Link
      to="."
      search={(before) => ({ ...before, tab: undefined, by: only })}
      className="text-accent hover:underline"
      title={t('web.ladder.thread_of', { name: names.person(only) })}
    >
      {names.person(only)}
    </Link>
  );
}

const doneWords = ({ done }: Span): string => {
  const parts = [
    ...(done.replies > 0 ? [t('web.ladder.replies', { count: done.replies })] : []),
    ...(done.notes > 0 ? [t('web.ladder.notes', { count: done.notes })] : []),
  ];
  return parts.length === 0 ? '–' : list(parts);
};

function SpanRow({ span, ticket, names, end, measure, counted, isLinked }: SpanRowProps) {
  const isInstant = span.kind === 'skipped' || span.kind === 'returned';
  const when = useTick((now) => {
    if (isInstant) return moment(span.from, now);
    return span.to === null
      ? t('web.ladder.since', { from: moment(span.from, now) })
      : t('web.ladder.from_to', { from: moment(span.from, now), to: moment(span.to, now) });
  });
  return (
    <tr data-now={(span.to === null && isHeld(span)) || undefined}>
      <LevelCell ticket={ticket} level={span.level} />
      <td>
        <Who span={span} names={names} isLinked={isLinked} />
      </td>
      <td className="num min-w-[104px]">{when}</td>
      <td className="num">{isInstant ? '–' : durationIn[counted](measure(span.from, span.to ?? end))}</td>
      <td>{doneWords(span)}</td>
      <td>
        {t(`web.ladder.kind.${span.kind}`)}
        {span.calls > 1 && t('web.ladder.times', { count: span.calls })}
        {span.end !== null && <span className="text-muted">{t(`web.ladder.end.${span.end}`)}</span>}
      </td>
    </tr>
  );
}

/** What the customer was told, and what became of it. */
function PromiseRow({ promise: { dueAt, madeAt, state }, ticket }: { promise: PromiseFlag; ticket: TicketDetail }) {
  const when = useTick((now) => t('web.ladder.promised_by', { from: moment(madeAt, now), at: moment(dueAt, now) }));
  return (
    <tr>
      <LevelCell ticket={ticket} level="requester" />
      <td>{ticket.requester.name}</td>
      <td className="num min-w-[104px]">{when}</td>
      <td>–</td>
      <td>–</td>
      <td>{t(`web.ladder.promise.${state}`)}</td>
    </tr>
  );
}

function ComingRow({ coming, ticket }: { coming: Coming; ticket: TicketDetail }) {
  const when = useTick((now) => {
    if (coming.at !== null) return moment(coming.at, now);
    return t(`web.ladder.later.${coming.waitIn}`, { length: durationIn[coming.waitIn](coming.afterMs) });
  });
  return (
    <tr className="text-muted">
      <LevelCell ticket={ticket} level={coming.level} />
      <td>{coming.people.length === 0 ? t('web.ladder.nobody') : list(coming.people)}</td>
      <td className="num min-w-[104px]">{when}</td>
      <td>–</td>
      <td>–</td>
      <td>{t('web.ladder.coming')}</td>
    </tr>
  );
}
