import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { t } from '#web/app/i18n.ts';
import { ErrorState } from '#web/ui/ErrorState.tsx';

/** The desk could not be opened, mostly because the server is not reached. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <main className="flex h-dvh">
      <ErrorState what={t('web.error.what.desk')} error={error} retry={retry} />
    </main>
  );
}
