import { t } from '#web/app/i18n.ts';
import { SmallDialog } from '#web/ticket/SmallDialog.tsx';
import { Button } from '#web/ui/Button.tsx';

interface Props {
  count: number;
  onStay: () => void;
  onLeave: () => void;
}

/** Whoever signs out takes everything of theirs off this browser: also what has not gone out. */
export const LeaveDialog = ({ count, onStay, onLeave }: Props) => (
  <SmallDialog title={t('web.leave.title', { count })} onClose={onStay}>
    <p className="px-6 py-4">{t('web.leave.text')}</p>
    <footer className="dialog-foot">
      <Button onClick={onStay}>{t('web.leave.stay')}</Button>
      <Button kind="primary" onClick={onLeave}>
        {t('web.leave.leave')}
      </Button>
    </footer>
  </SmallDialog>
);
