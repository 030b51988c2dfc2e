import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { list, moment, spokenDuration } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { Coming, LadderModel, Level, Span } from '#web/escalation/build-ladder.ts';
import { levelName } from '#web/escalation/level-name.ts';
import type { Names } from '#web/ticket/event-words.ts';

interface Props {
  ticket: TicketDetail;
  model: LadderModel;
  names: Names;
}

/** The ladder as a table: the same facts, in order; what readers get instead of the drawing. */
export const LadderTable = ({ ticket, model, names }: Props) => (
  <section className="ladder-table">
    <h2 className="pb-1 text-16">{t('web.ladder.table')}</h2>
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('web.ladder.table')}>
      <table className="table">
        <thead>
          <tr>
            <th>{t('web.ladder.column.step')}</th>
            <th>{t('web.ladder.column.who')}</th>
            <th>{t('web.ladder.column.when')}</th>
            <th>{t('web.ladder.column.length')}</th>
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
            />
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
  const { short, long } = levelName(ticket, level);
  return (
    <td className="whitespace-nowrap">
      <b className="me-2 font-medium">{short}</b>
      <span className="text-muted">{long}</span>
    </td>
  );
};

const who = (span: Span, names: Names): string =>
  span.people.length === 0
    ? t(span.kind === 'queue' ? 'web.ladder.queue' : 'web.ladder.nobody')
    : list(span.people.map(names.person));

function SpanRow({ span, ticket, names }: { span: Span; ticket: TicketDetail; names: Names }) {
  const when = useTick((now) =>
    span.to === null
      ? t('web.ladder.since', { from: moment(span.from, now) })
      : t('web.ladder.from_to', { from: moment(span.from, now), to: moment(span.to, now) }),
  );
  const length = useTick((now) => spokenDuration((span.to ?? now) - span.from));
  return (
    <tr data-now={span.to === null || undefined}>
      <LevelCell ticket={ticket} level={span.level} />
      <td>{who(span, names)}</td>
      <td className="num whitespace-nowrap">{when}</td>
      <td className="num whitespace-nowrap">{span.kind === 'skipped' ? '–' : length}</td>
      <td>
        {t(`web.ladder.kind.${span.kind}`)}
        {span.calls > 1 && t('web.ladder.times', { count: span.calls })}
        {span.end !== null && <span className="text-muted">{t(`web.ladder.end.${span.end}`)}</span>}
      </td>
    </tr>
  );
}

function ComingRow({ coming, ticket }: { coming: Coming; ticket: TicketDetail }) {
  const when = useTick((now) => {
    if (coming.at !== null) return moment(coming.at, now);
    return t(`web.ladder.later.${coming.waitIn}`, { length: spokenDuration(coming.afterMs) });
  });
  return (
    <tr className="text-muted">
      <LevelCell ticket={ticket} level={coming.level} />
      <td>{list(coming.people)}</td>
      <td className="num">{when}</td>
      <td>–</td>
      <td>{t('web.ladder.coming')}</td>
    </tr>
  );
}
