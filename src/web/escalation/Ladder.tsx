import { Trans } from '@lingui/react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { spokenDuration } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { buildLadder, type LadderModel } from '#web/escalation/build-ladder.ts';
import { LadderChart } from '#web/escalation/LadderChart.tsx';
import { LadderTable } from '#web/escalation/LadderTable.tsx';
import { useLog } from '#web/ticket/use-log.ts';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

/** Who held the ticket, who was called, how long and why it moved; then what comes unless somebody acts. */
export function Ladder({ ticket }: { ticket: TicketDetail }) {
  const log = useLog(ticket);
  if (log.isPending) return <Skeleton rows={5} height={64} />;
  if (log.error !== null && log.events.length === 0) {
    return <ErrorState what={t('web.error.what.ladder')} error={log.error} retry={log.refetch} />;
  }
  const model = buildLadder(ticket, log.events);
  return (
    <div className="ladder">
      <Summary ticket={ticket} model={model} />
      <LadderChart ticket={ticket} model={model} names={log.names} />
      <LadderTable ticket={ticket} model={model} names={log.names} />
    </div>
  );
}

function Summary({ ticket, model }: { ticket: TicketDetail; model: LadderModel }) {
  const isOver = ticket.status === 'closed';
  const length = useTick((now) => spokenDuration((isOver ? ticket.lastEventAt : now) - model.openedAt));
  const holders = new Set(
    model.spans.filter((span) => span.kind === 'hold' || span.kind === 'taken').flatMap((one) => one.people),
  );
  const calls = model.spans.filter((span) => span.kind === 'called').length;
  return (
    <p className="px-5 pt-4 pb-3 text-16 text-pretty text-ink-2">
      <Trans
        id="web.ladder.summary"
        values={{ length, holders: holders.size, calls }}
        components={{ b: <b className="text-ink" /> }}
      />
    </p>
  );
}
