import { X } from 'lucide-react';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import {
  dropToast,
  holdToasts,
  lastUndoable,
  releaseToasts,
  toast as say,
  undoAct,
  useToasts,
  type Toast,
} from '#web/app/toasts.ts';
import { Button } from '#web/ui/Button.tsx';
import { errorWords } from '#web/ui/ErrorState.tsx';

const takeBack = (id: number): void => {
  undoAct(id).then(
    () => say(t('web.undo.undone')),
    (error: unknown) => say(t('web.undo.refused', { why: errorWords(error) }), 'refused'),
  );
};

/** Where things are said in passing; polite, so that a reader is not cut off. Pointing at one holds them all. */
export function Toaster() {
  const toasts = useToasts();
  useKeys([
    {
      id: 'undo',
      title: 'web.key.undo',
      keys: ['u', 'Mod+z'],
      scope: 'everywhere',
      when: () => lastUndoable() !== undefined,
      run: () => {
        const last = lastUndoable();
        if (last !== undefined) takeBack(last.id);
      },
    },
  ]);
  return (
    <div
      className="pointer-events-none fixed inset-x-3 bottom-3 z-50 flex max-md:top-3 max-md:bottom-auto flex-col items-center gap-2"
      role="status"
      aria-live="polite"
      onPointerEnter={holdToasts}
      onPointerLeave={releaseToasts}
      onFocus={holdToasts}
      onBlur={releaseToasts}
    >
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

const ToastLine = ({ toast }: { toast: Toast }) => (
  <div className="toast pointer-events-auto max-w-[560px]" data-tone={toast.tone}>
    <span>
      {toast.text}
      {toast.requestId !== null && (
        <span className="block select-all text-12 opacity-80">
          {t('web.error.request_id', { id: toast.requestId })}
        </span>
      )}
    </span>
    {toast.act !== null && (
      <Button size="small" shortcut="u" onClick={() => toast.act !== null && takeBack(toast.act.id)}>
        {t('web.undo.act')}
      </Button>
    )}
    <Button kind="ghost" size="icon" aria-label={t('web.toast.dismiss')} onClick={() => dropToast(toast.id)}>
      <X className="icon" aria-hidden="true" />
    </Button>
  </div>
);
