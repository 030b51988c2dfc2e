import { Undo2 } from 'lucide-react';
import { ColumnPage } from '#web/app/ColumnPage.tsx';
import { t } from '#web/app/i18n.ts';
import { toast, undoAct, useRecentActs, type RecentAct } from '#web/app/toasts.ts';
import { Button } from '#web/ui/Button.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { errorWords } from '#web/ui/ErrorState.tsx';
import { Moment } from '#web/ui/Moment.tsx';

/** What was done on this desk since it was opened; each can be taken back for as long as the world has not moved on. */
export function RecentActs() {
  const acts = useRecentActs();
  return (
    <ColumnPage title={t('web.recent.title')} text={t('web.recent.text')}>
      {acts.length === 0 ? (
        <EmptyState title={t('web.recent.none.title')} text={t('web.recent.none.text')} />
      ) : (
        <ul className="mt-4 border-t border-line">
          {acts.map((act) => (
            <Line key={act.id} act={act} />
          ))}
        </ul>
      )}
    </ColumnPage>
  );
}

const Line = ({ act }: { act: RecentAct }) => (
  <li className="flex min-h-[44px] items-center gap-3 border-b border-line text-13">
    <Moment at={act.at} className="num text-muted" />
    <span className="me-auto">{act.text}</span>
    {act.state === 'done' ? (
      <Button
        size="small"
        onClick={() => {
          undoAct(act.id).then(
            () => toast(t('web.undo.undone')),
            (error: unknown) => toast(t('web.undo.refused', { why: errorWords(error) }), 'refused'),
          );
        }}
      >
        <Undo2 className="icon" aria-hidden="true" />
        {t('web.undo.act')}
      </Button>
    ) : (
      <span className="text-muted">{t(`web.recent.state.${act.state}`)}</span>
    )}
  </li>
);
