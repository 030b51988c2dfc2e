import { MailQuestionMark } from 'lucide-react';
import { useState } from 'react';
import type { QuestionView } from '#contract/question.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { list, moment } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { AskDialog } from '#web/ticket/AskDialog.tsx';
import { MatterLine, Press } from '#web/ticket/MatterLine.tsx';
import { Button } from '#web/ui/Button.tsx';

/** What somebody outside was asked and has not answered; their answer comes into the thread. */
export function QuestionLine({ ticket, question }: { ticket: TicketDetail; question: QuestionView }) {
  const [isAsking, setAsking] = useState(false);
  const isLate = question.phase === 'overdue' || question.phase === 'climbed';
  const text = useTick((now) =>
    t(isLate ? 'web.question.late' : 'web.question.waits', {
      by: question.askedBy.name,
      to: list(question.to),
      asked: moment(question.askedAt, now),
      at: question.answerBy === null ? '' : moment(question.answerBy, now),
    }),
  );
  const to = list(question.to);
  return (
    <MatterLine
      icon={MailQuestionMark}
      label={t('web.question.label')}
      isAsked={isLate && question.may.askAgain === null}
      text={question.holds ? `${text} ${t('web.question.holds')}` : text}
    >
      {question.may.askAgain === null && <Button onClick={() => setAsking(true)}>{t('web.question.again')}</Button>}
      <Press
        ticketId={ticket.id}
        act={{ type: 'withdraw_question', questionId: question.id }}
        may={question.may.withdraw}
        words="web.under_way.withdraw"
      />
      {isAsking && (
        <AskDialog
          ticketId={ticket.id}
          title={t('web.question.again_title', { to })}
          text={t('web.question.text')}
          words={{ label: t('web.question.words'), placeholder: t('web.question.placeholder'), isNeeded: true }}
          act={({ words }) => ({ type: 'ask_again', questionId: question.id, text: words })}
          verb={t('web.question.do')}
          done={t('web.question.done', { to })}
          onClose={() => setAsking(false)}
        />
      )}
    </MatterLine>
  );
}
