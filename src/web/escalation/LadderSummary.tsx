import { Trans } from '@lingui/react';
import type { TicketDetail } from '#contract/ticket.ts';
import { durationIn, list, moment, type Counted } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { isHeld, type LadderModel } from '#web/escalation/ladder-model.ts';
import { levelName } from '#web/escalation/level-name.ts';
import { waitedFor } from '#web/escalation/silences.ts';
import type { Measure } from '#web/escalation/working-time.ts';

interface Props {
  ticket: TicketDetail;
  model: LadderModel;
  end: number;
  measure: Measure;
  counted: Counted;
}

/** The whole ladder as what one would say about it. */
export function LadderSummary({ ticket, model, end, measure, counted }: Props) {
  const holders = new Set(model.spans.filter(isHeld).flatMap((span) => span.people)).size;
  const calls = model.spans.filter((span) => span.kind === 'called').length;
  const returns = model.spans.filter((span) => span.kind === 'returned').length;
  const waited = waitedFor(model, end, measure);
  const length = durationIn[counted];
  const values = {
    length: length(measure(model.openedAt, end)),
    holders,
    calls,
    returns,
    name: ticket.requester.name,
    waited: length(waited.total),
    since: waited.now === null ? '' : length(waited.now),
  };
  const promised = {
    count: model.promises.length,
    kept: model.promises.filter(({ state }) => state === 'kept').length,
    broken: model.promises.filter(({ state }) => state === 'broken').length,
  };
  const components = { b: <b className="text-ink" /> };
  const isOver = ticket.status === 'closed' || ticket.status === 'solved';
  return (
    <p className="ladder-summary">
      <Trans
        id={counted === 'business' ? 'web.ladder.open_working' : 'web.ladder.open_wall'}
        values={values}
        components={components}
      />{' '}
      <Trans id="web.ladder.held" values={values} components={components} />
      {model.promises.length > 0 && ` ${t('web.ladder.promises', promised)}`}
      {returns > 0 && ` ${t('web.ladder.given_back', values)}`}{' '}
      {waited.now === null || isOver ? (
        <Trans id="web.ladder.waited" values={values} components={components} />
      ) : (
        <Trans id="web.ladder.waits" values={values} components={components} />
      )}
      <Next ticket={ticket} model={model} now={end} />
    </p>
  );
}

/** What comes unless somebody acts: of a ticket that is not escalated, where it would go and when. */
function Next({ ticket, model, now }: { ticket: TicketDetail; model: LadderModel; now: number }) {
  const [next] = model.coming;
  if (next?.at == null) return null;
  const { short, long } = levelName(ticket, next.level);
  const values = {
    step: long === '' ? short : `${short}, ${long}`,
    people: next.people.length === 0 ? t('web.ladder.nobody') : list(next.people),
    at: moment(next.at, now),
  };
  return ` ${t(model.isEscalated ? 'web.ladder.next' : 'web.ladder.would_go', values)}`;
}
