import { X } from 'lucide-react';
import { t } from '#web/app/i18n.ts';
import { dropToast, useToasts } from '#web/app/toasts.ts';
import { Button } from '#web/ui/Button.tsx';

/** Where things are said in passing; polite, so that a reader is not cut off. */
export function Toaster() {
  const toasts = useToasts();
  return (
    <div
      className="pointer-events-none fixed inset-x-3 bottom-3 z-50 flex flex-col items-center gap-2"
      role="status"
      aria-live="polite"
    >
      {toasts.map((toast) => (
        <div key={toast.id} className="toast pointer-events-auto max-w-[560px]" data-tone={toast.tone}>
          <span>
            {toast.text}
            {toast.requestId !== null && (
              <span className="block select-all text-12 opacity-80">
                {t('web.error.request_id', { id: toast.requestId })}
              </span>
            )}
          </span>
          <Button kind="ghost" size="icon" aria-label={t('web.toast.dismiss')} onClick={() => dropToast(toast.id)}>
            <X className="icon" aria-hidden="true" />
          </Button>
        </div>
      ))}
    </div>
  );
}
