import { t } from '#web/app/i18n.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { Key } from '#web/ui/Key.tsx';

/** The ticket side before one is selected. */
export const NothingSelected = () => (
  <div className="ticket-pane flex max-md:hidden">
    <EmptyState title={t('web.ticket.none.title')} text={t('web.ticket.none.text')}>
      <p className="flex items-center gap-2 text-12 text-muted">
        <Key name="j" />
        <Key name="k" />
        {t('web.ticket.none.keys')}
        <Key name="?" />
        {t('web.ticket.none.help')}
      </p>
    </EmptyState>
  </div>
);
