import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { RolloutOf } from '#contract/rollout.ts';
import { ColumnPage } from '#web/app/ColumnPage.tsx';
import { t } from '#web/app/i18n.ts';
import { rollableQuery, type RollableKind } from '#web/sla/rollout-queries.ts';
import { RolloutList } from '#web/sla/RolloutList.tsx';
import { RolloutPreview } from '#web/sla/RolloutPreview.tsx';
import { rulesName } from '#web/sla/rollout-words.ts';
import { ErrorState } from '#web/ui/ErrorState.tsx';

/** What published rules would mean for tickets that are open; applying them, and what was applied. */
export function RolloutsPage() {
  const { kind, name } = useSearch({ from: '/desk/settings/rollouts' });
  const navigate = useNavigate();
  const { data, isError, error, refetch } = useQuery(rollableQuery);
  const chosen: RolloutOf | null = kind === undefined || name === undefined ? null : { kind, name };
  const choose = (of: RolloutOf | null): void =>
    void navigate({ to: '/settings/rollouts', search: of ?? {}, replace: true });
  return (
    <ColumnPage title={t('web.rollouts.title')} text={t('web.rollouts.text')}>
      {isError ? (
        <ErrorState what={t('web.error.what.rollouts')} error={error} retry={() => void refetch()} />
      ) : (
        <>
          <Choice kinds={data ?? []} chosen={chosen} onChoose={choose} />
          {chosen !== null && <RolloutPreview key={JSON.stringify(chosen)} of={chosen} onBegun={() => choose(null)} />}
          <RolloutList />
        </>
      )}
    </ColumnPage>
  );
}

interface ChoiceProps {
  kinds: readonly RollableKind[];
  chosen: RolloutOf | null;
  onChoose: (of: RolloutOf | null) => void;
}

function Choice({ kinds, chosen, onChoose }: ChoiceProps) {
  const options = kinds.flatMap(({ kind, items }) => items.map(({ name, version }) => ({ kind, name, version })));
  const isChosen = ({ kind, name }: RolloutOf): boolean => kind === chosen?.kind && name === chosen.name;
  return (
    <label className="mt-4 grid gap-1 text-13">
      {t('web.rollouts.which')}
      <select
        className="field"
        value={options.findIndex(isChosen)}
        onChange={(event) => {
          const of = options[Number(event.target.value)];
          onChoose(of === undefined ? null : { kind: of.kind, name: of.name });
        }}
      >
        <option value={-1}>{t('web.rollouts.choose')}</option>
        {kinds.map(({ kind }) => (
          <optgroup key={kind} label={t(`web.rollouts.kind.${kind}`)}>
            {options.map((of, index) =>
              of.kind === kind ? (
                <option key={of.name} value={index}>
                  {t('web.rollouts.version', { name: rulesName(of), version: of.version })}
                </option>
              ) : null,
            )}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
