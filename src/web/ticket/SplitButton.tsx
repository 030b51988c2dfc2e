import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Split } from 'lucide-react';
import { t } from '#web/app/i18n.ts';
import { newCommandId } from '#web/app/api.ts';
import { toastUndo } from '#web/app/toasts.ts';
import { perform } from '#web/ticket/perform.ts';
import { settle } from '#web/ticket/settle.ts';
import { useAct, useCommandIds } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';

/** Gives a message that is another matter a ticket of its own, and goes there. */
export function SplitButton({ ticketId, messageId }: { ticketId: number; messageId: number }) {
  const act = useAct(ticketId);
  const ids = useCommandIds();
  const client = useQueryClient();
  const navigate = useNavigate();
  const show = (id: number): void => void navigate({ to: '/t/$ticketId', params: { ticketId: id } });
  // A message never goes back: its ticket becomes one matter with the first again, which owes what it owed.
  const takeBack = async (newId: number): Promise<void> => {
    settle(client, newId, await perform(newId, { type: 'merge', intoTicketId: ticketId }, newCommandId()));
    show(ticketId);
  };
  const split = (): void => {
    if (act.isPending) return;
    act.mutate(
      { act: { type: 'split', messageId }, commandId: ids.idFor(String(messageId)) },
      {
        onSuccess: (done) => {
          if (done === 'waits') return;
          toastUndo(t('web.split.done', { number: done.number }), () => takeBack(done.id));
          show(done.id);
        },
        onSettled: (_detail, error) => ids.decided(error),
      },
    );
  };
  return (
    <Button
      kind="ghost"
      size="icon"
      className="message-act"
      aria-busy={act.isPending}
      aria-label={t('web.split.do')}
      title={t('web.split.do')}
      onClick={split}
    >
      <Split className="icon size-[14px]" aria-hidden="true" />
    </Button>
  );
}
