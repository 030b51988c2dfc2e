import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RolloutOf, RolloutPreview as Preview } from '#contract/rollout.ts';
import { useTick } from '#web/app/clock.ts';
import { list, moment } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { beginRollout, rolloutPreviewQuery, rolloutsQuery } from '#web/sla/rollout-queries.ts';
import { rulesName } from '#web/sla/rollout-words.ts';
import { RefusalAlert } from '#web/ticket/DialogEnd.tsx';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Moment } from '#web/ui/Moment.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

/** What applying the active version would change, before anybody does it. */
export function RolloutPreview({ of, onBegun }: { of: RolloutOf; onBegun: () => void }) {
  const { data, error, isPending, refetch } = useQuery(rolloutPreviewQuery(of));
  return (
    <section className="mt-4" aria-label={t('web.rollouts.preview')} aria-busy={isPending}>
      {isPending && <Skeleton rows={4} height={44} />}
      {error !== null && data === undefined && (
        <ErrorState what={t('web.error.what.rollouts')} error={error} retry={() => void refetch()} />
      )}
      {data !== undefined && <Found preview={data} onBegun={onBegun} />}
    </section>
  );
}

function Found({ preview, onBegun }: { preview: Preview; onBegun: () => void }) {
  const { tickets, looked, examples, behind } = preview;
  if (tickets === 0) return <p className="py-3 text-13 text-muted">{t('web.rollouts.nobody')}</p>;
  return (
    <>
      <Figures preview={preview} />
      {looked < tickets && <p className="pt-2 text-12 text-muted">{t('web.rollouts.looked', { looked })}</p>}
      {behind.length > 0 && (
        <p className="mt-3 rounded-2 bg-soon-bg px-3 py-2 text-13 text-soon">
          {t('web.rollouts.behind', { policies: list(behind), count: behind.length })}
        </p>
      )}
      <Begin preview={preview} onBegun={onBegun} />
      {examples.length > 0 && (
        <>
          <h2 id="rollout-examples" className="mt-6 pb-1 text-13 text-muted">
            {t('web.rollouts.examples')}
          </h2>
          <ul className="border-t border-line" aria-labelledby="rollout-examples">
            {examples.map((example) => (
              <Example key={example.id} example={example} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Figures({ preview }: { preview: Preview }) {
  const { tickets, changed, sooner, later, missedAtOnce, causes, takesAway } = preview;
  const until = useTick((now) => moment(preview.until, now));
  const figures = [
    [t('web.rollouts.figure.tickets'), tickets],
    [t('web.rollouts.figure.changed'), changed],
    [t('web.rollouts.figure.missed'), missedAtOnce],
    [t('web.rollouts.figure.causes', { until }), causes],
    [t('web.rollouts.figure.takes_away', { until }), takesAway],
    [t('web.rollouts.figure.sooner'), sooner],
    [t('web.rollouts.figure.later'), later],
  ] as const;
  return (
    <dl className="border-t border-line text-13">
      {figures.map(([words, count]) => (
        <div key={words} className="flex justify-between gap-3 border-b border-line py-2">
          <dt>{words}</dt>
          <dd className="num">{t('web.rail.count', { count })}</dd>
        </div>
      ))}
    </dl>
  );
}

const Example = ({ example: { id, number, subject, clocks } }: { example: Preview['examples'][number] }) => (
  <li className="border-b border-line py-2 text-13">
    <Link to="/t/$ticketId" params={{ ticketId: id }} className="text-accent hover:underline">
      {t('web.rollouts.ticket', { number, subject })}
    </Link>
    {clocks.map(({ kind, dueBefore, dueAfter, missed }, index) => (
      <span key={index} className="flex flex-wrap items-center gap-x-2 text-12 text-muted">
        {t(`web.clock.kind.${kind}`)}
        <Due at={dueBefore} />
        <span aria-hidden="true">→</span>
        <span className="sr-only">{t('web.rollouts.then')}</span>
        {missed ? (
          <span className="tag" data-tone="bad">
            {t('web.rollouts.missed')}
          </span>
        ) : (
          <Due at={dueAfter} />
        )}
      </span>
    ))}
  </li>
);

const Due = ({ at }: { at: number | null }) =>
  at === null ? <span>{t('web.clock.no_due')}</span> : <Moment at={at} className="num" />;

function Begin({ preview, onBegun }: { preview: Preview; onBegun: () => void }) {
  const client = useQueryClient();
  const begin = useMutation({
    mutationFn: () => beginRollout(preview),
    onSuccess: () => {
      toast(t('web.rollouts.begun', { name: rulesName(preview) }));
      onBegun();
    },
    // what was looked at is out of date: somebody published, or began it
    onError: () => client.invalidateQueries({ queryKey: rolloutPreviewQuery(preview).queryKey }),
    onSettled: () => client.invalidateQueries({ queryKey: rolloutsQuery.queryKey }),
  });
  return (
    <div className="mt-4 grid gap-3">
      <RefusalAlert error={begin.error} />
      <Button
        kind="primary"
        className="justify-self-start"
        aria-busy={begin.isPending}
        onClick={() => !begin.isPending && begin.mutate()}
      >
        {t('web.rollouts.apply', { count: preview.tickets })}
      </Button>
    </div>
  );
}
