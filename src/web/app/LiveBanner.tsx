import { WifiOff } from 'lucide-react';
import { t } from '#web/app/i18n.ts';
import { useIsOffline } from '#web/app/live.ts';

/** Says that what is shown may be old, while the desk tries to reach the server by itself. */
export function LiveBanner() {
  const isOffline = useIsOffline();
  return (
    <div role="status">
      {isOffline && (
        <p className="flex items-center gap-2 border-b border-line bg-soon-bg px-4 py-2 text-13 text-soon">
          <WifiOff className="icon" aria-hidden="true" />
          {t('web.live.offline')}
        </p>
      )}
    </div>
  );
}
