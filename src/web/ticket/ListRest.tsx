import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { View } from '#contract/list.ts';
import { Refused } from '#web/app/api.ts';
import { t } from '#web/app/i18n.ts';
import { filterChip, type FilterNames } from '#web/ticket/filter-words.ts';
import { isNarrowed, narrowing, toggled, type ListFilter } from '#web/ticket/list-filter.ts';
import { useCounts } from '#web/ticket/use-counts.ts';
import type { FilterInUse } from '#web/ticket/use-filter.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';
import { Button } from '#web/ui/Button.tsx';

interface Props {
  view: View;
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  /** Nothing was found so far, and there is more to look through. */
  isSeeking: boolean;
  use: FilterInUse;
  names: FilterNames;
}

/** What stands where rows would: they are loading, they could not be had, one may not see them, or there are none. */
export function ListRest({ view, query, isSeeking, use, names }: Props) {
  if (query.isPending || (isSeeking && !query.isError)) return <Skeleton rows={9} height={64} />;
  if (query.error instanceof Refused && query.error.status === 403) return <Forbidden />;
  if (query.isError) {
    return <ErrorState what={t('web.error.what.list')} error={query.error} retry={() => void query.refetch()} />;
  }
  return isNarrowed(use.filter) ? <NoMatch use={use} names={names} /> : <Nothing view={view} />;
}

const Forbidden = () => (
  <div className="m-auto flex max-w-[360px] flex-col items-center gap-2 p-6 text-center">
    <Lock className="icon size-[20px] text-muted" aria-hidden="true" />
    <p className="font-bold">{t('web.list.forbidden.title')}</p>
    <p className="text-13 text-pretty text-muted">{t('web.list.forbidden.text')}</p>
  </div>
);

/** The filter without what was added last: what one most likely wants to take back. */
function withoutLast(filter: ListFilter, names: FilterNames): { words: string; rest: ListFilter } {
  if (filter.clock !== undefined) {
    return { words: t(`web.pressure.title.${filter.clock}`), rest: { ...filter, clock: undefined } };
  }
  if (filter.q !== undefined)
    return { words: t('web.filter.words', { q: filter.q }), rest: { ...filter, q: undefined } };
  const last = narrowing(filter).at(-1);
  if (last === undefined) return { words: '', rest: filter };
  return { words: filterChip(last.field, last.value, names), rest: toggled(filter, last.field, last.value as never) };
}

function NoMatch({ use, names }: { use: FilterInUse; names: FilterNames }) {
  const { words, rest } = withoutLast(use.filter, names);
  return (
    <EmptyState title={t('web.empty.no_match.title')} text={t('web.empty.no_match.text')}>
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        <Button onClick={() => use.apply(rest)}>{t('web.empty.no_match.drop', { filter: words })}</Button>
        {isNarrowed(rest) && (
          <Button kind="ghost" onClick={() => use.apply({ sort: use.filter.sort })}>
            {t('web.filter.clear')}
          </Button>
        )}
      </div>
    </EmptyState>
  );
}

/** Why there is nothing, and where there is something. */
function Nothing({ view }: { view: View }) {
  const counts = useCounts();
  const next = (['mine', 'escalated', 'unassigned', 'all'] as const).find(
    (one) => one !== view && (counts?.[one] ?? 0) > 0,
  );
  return (
    <EmptyState title={t(`web.empty.${view}.title`)} text={t(`web.empty.${view}.text`)}>
      {next !== undefined && view !== 'all' && view !== 'closed' && (
        <Link to="/inbox/$view" params={{ view: next }} className="button mt-2">
          {t('web.empty.go_count', { view: t(`web.view.${next}`), count: counts?.[next] ?? 0 })}
        </Link>
      )}
    </EmptyState>
  );
}
