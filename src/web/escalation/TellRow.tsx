import { i18n } from '@lingui/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Escalate } from '#contract/act.ts';
import type { EscalationPreview } from '#contract/escalation-preview.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';
import { serverNow } from '#web/app/clock.ts';
import { businessDuration, languageName, moment } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { Escalating } from '#web/escalation/use-escalate.ts';
import { firstName } from '#web/ticket/first-name.ts';

type Preview = EscalationPreview & { refusal: null };

const previewQuery = ({ id, seq }: TicketDetail, reason: Escalate['reason'], isGuarded: boolean) => ({
  queryKey: ['escalation-preview', id, seq, reason, isGuarded],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get<EscalationPreview>(
      `/api/tickets/${id}/escalation-preview?reason=${reason}${isGuarded ? '&confirmed=true' : ''}`,
      signal,
    ),
  placeholderData: keepPreviousData,
});

/**
 * What the customer will read, in their language and in one's own, before anything is sent. Before a reason is chosen,
 * as it would be for authority, which no gate lets wait.
 */
export function TellRow({ ticket, escalating }: { ticket: TicketDetail; escalating: Escalating }) {
  const { reason, isGuarded, isUntold, tell } = escalating;
  const { data } = useQuery(previewQuery(ticket, reason ?? 'authority', isGuarded));
  const name = firstName(ticket.requester.name);
  if (data === undefined) return <TellPlace name={name} />;
  if (data.refusal !== null) return null;
  return (
    <div className="escalate-row">
      <span className="escalate-label" id="tell">
        {t('web.tell.label', { name })}
      </span>
      <div className="grid gap-2" role="group" aria-labelledby="tell">
        <Told ticket={ticket} name={name} preview={data as Preview} isUntold={isUntold} />
        {data.promise !== null && (
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted">
            {!isUntold && <span>{whyThen(data.promise, name)}</span>}
            <label className="ms-auto flex min-h-[24px] items-center gap-2 text-13 text-text">
              <input type="checkbox" checked={isUntold} onChange={(event) => tell(!event.target.checked)} />
              {t('web.tell.untold')}
            </label>
          </span>
        )}
      </div>
    </div>
  );
}

/** As high as what is on its way, so that nothing moves when it comes. */
const TellPlace = ({ name }: { name: string }) => (
  <div className="escalate-row" aria-busy="true">
    <span className="escalate-label">{t('web.tell.label', { name })}</span>
    <div className="tell-place" />
  </div>
);

interface ToldProps {
  ticket: TicketDetail;
  name: string;
  preview: Preview;
  isUntold: boolean;
}

function Told({ ticket, name, preview: { promise, untoldBecause }, isUntold }: ToldProps) {
  const own = i18n.locale;
  if (promise === null)
    return <p className="py-[6px] text-13 text-muted">{untoldWords(ticket, name, untoldBecause)}</p>;
  if (isUntold) return <p className="py-[6px] text-13 text-muted">{t('web.tell.nothing', { name })}</p>;
  return (
    <div className="tell">
      <blockquote>
        <p className="tell-head">
          <span>{t('web.tell.by_mail', { language: languageName(promise.language) })}</span>
          <span>{t('web.tell.reads', { name })}</span>
        </p>
        <p lang={promise.language}>{promise.text}</p>
      </blockquote>
      {promise.language !== own && promise.reading !== promise.text && (
        <blockquote data-reading>
          <p className="tell-head">
            <span>{t('web.tell.same_in', { language: languageName(own) })}</span>
          </p>
          <p>{promise.reading}</p>
        </blockquote>
      )}
    </div>
  );
}

/** Where the promised time comes from, and when it is said. */
function whyThen({ dueAt, toldAt, speed }: NonNullable<EscalationPreview['promise']>, name: string): string {
  const now = serverNow();
  const words =
    speed === null
      ? t('web.tell.by_path', { at: moment(dueAt, now) })
      : t('web.tell.by_speed', {
          at: moment(dueAt, now),
          length: businessDuration(speed.mostMs),
          count: speed.samples,
        });
  if (toldAt !== null && toldAt > now) return `${words} ${t('web.tell.later', { name, at: moment(toldAt, now) })}`;
  return toldAt === null ? `${words} ${t('web.tell.waiting', { name })}` : words;
}

function untoldWords({ promise }: TicketDetail, name: string, because: EscalationPreview['untoldBecause']): string {
  if (because === 'told_already' && promise !== null) {
    return t('web.tell.told_already', {
      name,
      stage: t(`web.promise.stage.${promise.stage}`),
      at: moment(promise.dueAt, serverNow()),
    });
  }
  return t(`web.tell.because.${because === 'told_already' || because === null ? 'step_tells_nothing' : because}`, {
    name,
  });
}
