import { Link } from '@tanstack/react-router';
import { t } from '#web/app/i18n.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';

/** An address that leads nowhere. */
export const NotFound = () => (
  <main className="flex h-dvh">
    <EmptyState title={t('web.not_found.title')} text={t('web.not_found.text')}>
      <Link to="/" className="button mt-2">
        {t('web.not_found.home')}
      </Link>
    </EmptyState>
  </main>
);
