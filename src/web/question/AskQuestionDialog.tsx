import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { AskDialog } from '#web/ticket/AskDialog.tsx';

/** Asks a supplier or another department by mail, beside the thread: the requester never sees it. */
export function AskQuestionDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const [to, setTo] = useState('');
  const [subject, setSubject] = useState(ticket.subject);
  const [holds, setHolds] = useState(false);
  return (
    <AskDialog
      ticketId={ticket.id}
      title={t('web.question.ask')}
      text={t('web.question.text')}
      words={{ label: t('web.question.words'), placeholder: t('web.question.placeholder'), isNeeded: true }}
      act={({ words }) =>
        to.includes('@') && subject.trim() !== ''
          ? { type: 'ask_question', to: to.trim(), subject: subject.trim(), text: words, holds }
          : null
      }
      verb={t('web.question.do')}
      done={t('web.question.done', { to })}
      back={({ questions }) => ({ type: 'withdraw_question', questionId: questions.at(-1)?.id ?? 0 })}
      onClose={onClose}
    >
      <label className="grid gap-1 text-13">
        {t('web.question.to')}
        <input className="field" type="email" value={to} onChange={(event) => setTo(event.target.value)} />
      </label>
      <label className="grid gap-1 text-13">
        {t('web.question.subject')}
        <input className="field" maxLength={300} value={subject} onChange={(event) => setSubject(event.target.value)} />
      </label>
      <label className="flex min-h-[24px] items-center gap-2 text-13">
        <input type="checkbox" checked={holds} onChange={(event) => setHolds(event.target.checked)} />
        {t('web.question.hold')}
      </label>
    </AskDialog>
  );
}
