import { Plus } from 'lucide-react';
import type { Escalate } from '#contract/act.ts';
import type { RecordAttempt } from '#contract/signal.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { serverNow } from '#web/app/clock.ts';
import { moment } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { useAct, useCommandIds } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';

const KINDS: readonly RecordAttempt['kind'][] = ['advice', 'workaround', 'call', 'test', 'colleague'];

/** Whether it may be escalated for the chosen reason yet; nothing where it may. */
export function GateRow({ ticket, reason }: { ticket: TicketDetail; reason: Escalate['reason'] | null }) {
  const answer = ticket.mayEscalate.find((each) => each.reason === reason);
  if (answer === undefined || answer.because === null) return null;
  const { because, at, attemptsMade: made, attemptsNeeded: needed } = answer;
  return (
    <div className="escalate-row">
      <span className="escalate-label">{t('web.gate.label')}</span>
      <span className="grid gap-2 text-13">
        <span role="status">
          {because === 'before_due' && at !== null
            ? t('web.gate.before_due', { at: moment(at, serverNow()) })
            : t(`web.gate.${because}`, { made, needed })}{' '}
          {because === 'attempts_missing' && at !== null && t('web.gate.or_at', { at: moment(at, serverNow()) })}
        </span>
        {because === 'attempts_missing' && ticket.may.record_attempt === null && <Attempts ticketId={ticket.id} />}
      </span>
    </div>
  );
}

/** Writes down what was tried: a press each. */
function Attempts({ ticketId }: { ticketId: number }) {
  const act = useAct(ticketId);
  const ids = useCommandIds();
  const record = (kind: RecordAttempt['kind']): void => {
    if (act.isPending) return;
    act.mutate(
      { act: { type: 'attempt', kind, words: '' }, commandId: ids.idFor(kind) },
      { onSettled: (_detail, error) => ids.decided(error) },
    );
  };
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="text-12 text-muted">{t('web.gate.record')}</span>
      {KINDS.map((kind) => (
        <Button key={kind} kind="ghost" aria-busy={act.isPending} onClick={() => record(kind)}>
          <Plus className="icon" aria-hidden="true" />
          {t(`web.attempt.kind.${kind}`)}
        </Button>
      ))}
    </span>
  );
}
