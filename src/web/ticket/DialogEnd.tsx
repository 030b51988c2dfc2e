import type { ReactNode } from 'react';
import { Refused } from '#web/app/api.ts';
import { t } from '#web/app/i18n.ts';
import { Button } from '#web/ui/Button.tsx';
import { errorWords } from '#web/ui/ErrorState.tsx';

/** Why what a dialog sent was refused; nothing while it was not. */
export const RefusalAlert = ({ error }: { error: unknown }) =>
  error === null ? null : (
    <p role="alert" className="rounded-2 bg-soon-bg px-3 py-2 text-13 text-soon">
      {errorWords(error)}
      {error instanceof Refused && error.requestId !== null && (
        <span className="block select-all text-12">{t('web.error.request_id', { id: error.requestId })}</span>
      )}
    </p>
  );

interface Props {
  isPending: boolean;
  onSend: () => void;
  onClose: () => void;
  /** What it does, in a verb. */
  children: ReactNode;
}

/** The foot of a dialog that acts on a ticket: the way out, and the act, which Ctrl+Enter does too. */
export const DialogFoot = ({ isPending, onSend, onClose, children }: Props) => (
  <footer className="dialog-foot">
    <Button kind="ghost" onClick={onClose}>
      {t('web.dialog.cancel')}
    </Button>
    <Button kind="primary" shortcut="Mod+Enter" aria-busy={isPending} onClick={onSend}>
      {children}
    </Button>
  </footer>
);
