import { Stamp } from 'lucide-react';
import { useState } from 'react';
import { VERDICTS } from '#core/approval/approval.ts';
import type { ApprovalView } from '#contract/approval.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { list, moment, money } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { DelegateDialog } from '#web/approval/DelegateDialog.tsx';
import { AskDialog } from '#web/ticket/AskDialog.tsx';
import { MatterLine, Press } from '#web/ticket/MatterLine.tsx';
import { Button } from '#web/ui/Button.tsx';

/** What waits for somebody's yes or no, and saying it. */
export function ApprovalLine({ ticket, approval }: { ticket: TicketDetail; approval: ApprovalView }) {
  const [asking, setAsking] = useState<'decide' | 'delegate' | null>(null);
  const close = (): void => setAsking(null);
  const text = useTick((now) => approvalWords(approval, now));
  const mayDecide = approval.may.grant === null || approval.may.refuse === null;
  return (
    <MatterLine icon={Stamp} label={t('web.approval.label')} isAsked={mayDecide} text={text}>
      {mayDecide && (
        <Button kind="primary" onClick={() => setAsking('decide')}>
          {t('web.approval.decide')}
        </Button>
      )}
      {approval.may.delegate === null && (
        <Button onClick={() => setAsking('delegate')}>{t('web.approval.delegate')}</Button>
      )}
      <Press
        ticketId={ticket.id}
        act={{ type: 'withdraw_approval', approvalId: approval.id }}
        may={approval.may.withdraw}
        words="web.under_way.withdraw"
      />
      {asking === 'decide' && <Decide ticketId={ticket.id} approval={approval} onClose={close} />}
      {asking === 'delegate' && <DelegateDialog ticket={ticket} approvalId={approval.id} onClose={close} />}
    </MatterLine>
  );
}

/** Who asks whom, for how much, and by when. */
function approvalWords({ seats, askedBy, amount }: ApprovalView, now: number): string {
  const open = seats.filter(({ state }) => state === 'open');
  const times = open.flatMap(({ decideBy }) => decideBy ?? []);
  const names = [...new Set(open.flatMap(({ told }) => told.map(({ name }) => name)))];
  const words = t(amount === null ? 'web.approval.waits' : 'web.approval.waits_amount', {
    by: askedBy?.name ?? t('web.leg.by_path'),
    names: list(names),
    count: names.length,
    amount: amount === null ? '' : money(amount),
    at: times.length === 0 ? '' : moment(Math.min(...times), now),
  });
  const decided = seats.filter(({ state }) => state === 'decided').length;
  return decided === 0 ? words : `${words} ${t('web.approval.so_far', { decided, count: seats.length })}`;
}

interface DecideProps {
  ticketId: number;
  approval: ApprovalView;
  onClose: () => void;
}

function Decide({ ticketId, approval, onClose }: DecideProps) {
  const { may, amount } = approval;
  const open = VERDICTS.filter((value) => (value === 'granted' ? may.grant : may.refuse) === null);
  return (
    <AskDialog
      ticketId={ticketId}
      title={amount === null ? t('web.approval.title') : t('web.approval.title_amount', { amount: money(amount) })}
      text={t('web.approval.text')}
      choices={{
        label: t('web.approval.verdict'),
        of: open.map((value) => ({ value, words: t(`web.approval.verdict.${value}`) })),
      }}
      words={{ label: t('web.escalate.words'), placeholder: t('web.approval.placeholder') }}
      act={({ choice, words }) =>
        choice === null ? null : { type: 'decide_approval', approvalId: approval.id, verdict: choice, words }
      }
      verb={t('web.approval.decide')}
      done={t('web.approval.decided')}
      onClose={onClose}
    />
  );
}
