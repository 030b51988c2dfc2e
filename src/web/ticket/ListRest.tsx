import { Link } from '@tanstack/react-router';
import type { VIEWS } from '#contract/list.ts';
import { t } from '#web/app/i18n.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

interface Props {
  view: (typeof VIEWS)[number];
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
}

/** What stands where rows would: they are loading, they could not be had, or there are none. */
export function ListRest({ view, query }: Props) {
  if (query.isPending) return <Skeleton rows={9} height={64} />;
  if (query.isError) {
    return <ErrorState what={t('web.error.what.list')} error={query.error} retry={() => void query.refetch()} />;
  }
  const other = view === 'mine' ? 'unassigned' : 'all';
  return (
    <EmptyState title={t(`web.empty.${view}.title`)} text={t(`web.empty.${view}.text`)}>
      {view !== 'all' && view !== 'closed' && (
        <Link to="/inbox/$view" params={{ view: other }} className="button mt-2">
          {t('web.empty.go', { view: t(`web.view.${other}`) })}
        </Link>
      )}
    </EmptyState>
  );
}
