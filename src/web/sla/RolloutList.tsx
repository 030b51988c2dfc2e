import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Rollout } from '#contract/rollout.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { endRollout, isRunning, rolloutsQuery } from '#web/sla/rollout-queries.ts';
import { rulesName } from '#web/sla/rollout-words.ts';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState, errorWords } from '#web/ui/ErrorState.tsx';
import { Moment } from '#web/ui/Moment.tsx';

/** What was and is applied to open tickets, newest first. */
export function RolloutList() {
  const { data, error, refetch } = useQuery(rolloutsQuery);
  return (
    <section className="mt-6" aria-labelledby="rollouts">
      <h2 id="rollouts" className="pb-1 text-13 text-muted">
        {t('web.rollouts.list')}
      </h2>
      {error !== null && data === undefined && (
        <ErrorState what={t('web.error.what.rollouts')} error={error} retry={() => void refetch()} />
      )}
      {data?.items.length === 0 && <p className="border-t border-line py-3 text-13">{t('web.rollouts.none')}</p>}
      <ul className="border-t border-line" aria-labelledby="rollouts">
        {data?.items.map((rollout) => (
          <Line key={rollout.id} rollout={rollout} />
        ))}
      </ul>
    </section>
  );
}

const TONES = { running: 'accent', done: 'good', cancelled: undefined, superseded: 'warn' } as const;

function Line({ rollout }: { rollout: Rollout }) {
  const { state, version, progress, changed, missed, failed, askedBy, askedAt } = rollout;
  const name = t('web.rollouts.version', { name: rulesName(rollout), version });
  return (
    <li className="grid gap-1 border-b border-line py-3 text-13">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <b className="font-medium">{name}</b>
        <span className="tag" data-tone={TONES[state]}>
          {t(`web.rollouts.state.${state}`)}
        </span>
        <span className="me-auto text-12 text-muted">
          {t('web.rollouts.by', { who: askedBy?.name ?? t('web.rollouts.file') })} <Moment at={askedAt} />
        </span>
        {isRunning(rollout) && <Stop rollout={rollout} name={name} />}
      </span>
      {isRunning(rollout) && (
        <progress
          className="h-1 w-full accent-(--accent)"
          aria-label={name}
          max={Math.max(progress.of, 1)}
          value={progress.done}
        />
      )}
      <span className="num text-12 text-muted">
        {t('web.rollouts.came_to', { ...progress, changed, missed })}
        {failed > 0 && <span className="text-critical"> {t('web.rollouts.failed', { count: failed })}</span>}
      </span>
    </li>
  );
}

function Stop({ rollout: { id }, name }: { rollout: Rollout; name: string }) {
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => endRollout(id),
    onSuccess: () => toast(t('web.rollouts.stopped', { name })),
    onError: (error) => toast(errorWords(error), 'refused'),
    onSettled: () => client.invalidateQueries({ queryKey: rolloutsQuery.queryKey }),
  });
  return (
    <Button
      size="small"
      aria-busy={stop.isPending}
      aria-label={t('web.rollouts.stop_of', { name })}
      onClick={() => !stop.isPending && stop.mutate()}
    >
      {t('web.rollouts.stop')}
    </Button>
  );
}
