import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { firstLine } from '#core/merge/split-subject.ts';
import type { Message, TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { newCommandId } from '#web/app/api.ts';
import { toastUndo } from '#web/app/toasts.ts';
import { AskDialog } from '#web/ticket/AskDialog.tsx';
import { perform } from '#web/ticket/perform.ts';
import { settle } from '#web/ticket/settle.ts';

interface Props {
  ticketId: number;
  message: Message;
  onClose: () => void;
}

/** What the ticket of its own is called: what the message begins with, unless somebody says it better; then goes there. */
export function SplitDialog({ ticketId, message, onClose }: Props) {
  const [subject, setSubject] = useState(() => firstLine(message.text));
  const client = useQueryClient();
  const navigate = useNavigate();
  const show = (id: number): void => void navigate({ to: '/t/$ticketId', params: { ticketId: id } });
  // A message never goes back: its ticket becomes one matter with the first again, which owes what it owed.
  const takeBack = async ({ id }: TicketDetail): Promise<void> => {
    settle(client, id, await perform(id, { type: 'merge', intoTicketId: ticketId }, newCommandId()));
    show(ticketId);
  };
  return (
    <AskDialog
      ticketId={ticketId}
      title={t('web.split.title')}
      text={t('web.split.text')}
      act={() => (subject.trim() === '' ? null : { type: 'split', messageId: message.id, subject: subject.trim() })}
      verb={t('web.split.create')}
      done={(made) => {
        toastUndo(t('web.split.done', { number: made.number }), () => takeBack(made));
        show(made.id);
      }}
      onClose={onClose}
    >
      <label className="grid gap-1 text-13">
        {t('web.split.subject')}
        <input className="field" maxLength={300} value={subject} onChange={(event) => setSubject(event.target.value)} />
      </label>
    </AskDialog>
  );
}
