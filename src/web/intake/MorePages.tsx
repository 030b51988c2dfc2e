import { t } from '#web/app/i18n.ts';
import { Button } from '#web/ui/Button.tsx';

interface Props {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

/** The way to older entries. */
export const MorePages = ({ query }: Props) =>
  query.hasNextPage ? (
    <div className="flex justify-center p-3">
      <Button size="small" aria-busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('web.list.older')}
      </Button>
    </div>
  ) : null;
