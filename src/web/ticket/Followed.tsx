import { useNavigate } from '@tanstack/react-router';
import { UserRound } from 'lucide-react';
import { t } from '#web/app/i18n.ts';
import { Button } from '#web/ui/Button.tsx';

/** The thread shows only what one person said and did, as the ladder asked for; the way back to all of it. */
export function Followed({ name }: { name: string }) {
  const navigate = useNavigate();
  const showAll = (): void => {
    void navigate({ to: '.', search: (before) => ({ ...before, by: undefined }), replace: true });
  };
  return (
    <div className="followed" role="status">
      <UserRound className="icon" aria-hidden="true" />
      <span className="me-auto">{t('web.thread.by', { name })}</span>
      <Button size="small" onClick={showAll}>
        {t('web.thread.by_all')}
      </Button>
    </div>
  );
}
