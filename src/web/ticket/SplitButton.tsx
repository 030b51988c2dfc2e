import { Split } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Message } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { Button } from '#web/ui/Button.tsx';

const SplitDialog = lazy(() => import('#web/ticket/SplitDialog.tsx').then((part) => ({ default: part.SplitDialog })));

/** Gives a message that is another matter a ticket of its own. */
export function SplitButton({ ticketId, message }: { ticketId: number; message: Message }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        kind="ghost"
        size="icon"
        className="message-act"
        aria-label={t('web.split.do')}
        title={t('web.split.do')}
        onClick={() => setAsking(true)}
      >
        <Split className="icon size-[14px]" aria-hidden="true" />
      </Button>
      {isAsking && (
        <Suspense fallback={null}>
          <SplitDialog ticketId={ticketId} message={message} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}
