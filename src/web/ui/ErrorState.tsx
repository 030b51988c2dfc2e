import { CircleAlert } from 'lucide-react';
import { isUnreached, Refused } from '#web/app/api.ts';
import { refusalWords, t } from '#web/app/i18n.ts';
import { Button } from '#web/ui/Button.tsx';

interface Props {
  /** What could not be shown: "the inbox". */
  what: string;
  error: unknown;
  retry: () => void;
}

/** The words for what went wrong. */
export const errorWords = (error: unknown): string =>
  isUnreached(error) ? t('web.error.unreached') : refusalWords(error instanceof Refused ? error.code : 'internal');

/** Whether asking again may help: what somebody may not see they may not see a moment later either. */
const mayHelp = (error: unknown): boolean => !(error instanceof Refused && error.code === 'not_allowed');

/** Names what failed, keeps the way back: a retry, and an id to name when asking for help. */
export function ErrorState({ what, error, retry }: Props) {
  const requestId = error instanceof Refused ? error.requestId : null;
  return (
    <div role="alert" className="m-auto flex max-w-[400px] flex-col items-center gap-3 p-6 text-center">
      <CircleAlert className="text-critical" aria-hidden="true" />
      <p className="font-bold">{t('web.error.title', { what })}</p>
      <p className="text-13 text-muted">{errorWords(error)}</p>
      {mayHelp(error) && <Button onClick={retry}>{t('web.error.retry')}</Button>}
      {requestId !== null && (
        <p className="select-all text-12 text-muted">{t('web.error.request_id', { id: requestId })}</p>
      )}
    </div>
  );
}
