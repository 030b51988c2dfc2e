import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { useState } from 'react';
import type { OpenHours } from '#contract/hours.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';
import { useTick } from '#web/app/clock.ts';
import type { Counted } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { buildLadder } from '#web/escalation/build-ladder.ts';
import { LadderChart } from '#web/escalation/LadderChart.tsx';
import { LadderSummary } from '#web/escalation/LadderSummary.tsx';
import { LadderTable } from '#web/escalation/LadderTable.tsx';
import { closedWithin, wallTime, workingTime } from '#web/escalation/working-time.ts';
import { useLog } from '#web/ticket/use-log.ts';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';
import { Switch } from '#web/ui/Switch.tsx';

const MINUTE = 60_000;
/** Past days do not change, and a week ahead is known: asked again when the desk has been open for long. */
const HOURS_STALE_MS = 6 * 60 * MINUTE;

/** Who held the ticket, who was called, how long and why it moved; then what comes unless somebody acts. */
export function Ladder({ ticket }: { ticket: TicketDetail }) {
  const log = useLog(ticket);
  const [time, setTime] = useState<'working' | 'wall'>('working');
  const [face, setFace] = useState<'chart' | 'table'>('chart');
  const hours = useQuery({
    queryKey: ['hours', ticket.id],
    queryFn: ({ signal }) => api.get<OpenHours>(`/api/tickets/${ticket.id}/hours`, signal),
    staleTime: HOURS_STALE_MS,
  }).data;
  // The edge of now moves each minute.
  const now = useTick((at) => Math.floor(at / MINUTE) * MINUTE);
  if (log.isPending) return <Skeleton rows={5} height={64} />;
  if (log.error !== null && log.events.length === 0) {
    return <ErrorState what={t('web.error.what.ladder')} error={log.error} retry={log.refetch} />;
  }
  const model = buildLadder(ticket, log.events);
  const end = ticket.status === 'closed' ? ticket.lastEventAt : Math.max(now, ticket.lastEventAt);
  const isWorking = time === 'working' && hours !== undefined;
  const measure = isWorking ? workingTime(hours) : wallTime;
  const closed = isWorking ? closedWithin(hours, model.openedAt, end) : [];
  const counted: Counted = isWorking ? 'business' : 'wall';
  const shared = { ticket, model, end, measure, counted };
  return (
    <div className="ladder">
      <div className="ladder-bar">
        <Switch
          label={t('web.ladder.time')}
          value={time}
          onPick={setTime}
          options={[
            { value: 'working', words: t('web.ladder.time.working') },
            { value: 'wall', words: t('web.ladder.time.wall') },
          ]}
        />
        <Switch
          label={t('web.ladder.face')}
          value={face}
          onPick={setFace}
          options={[
            { value: 'chart', words: t('web.ladder.face.chart') },
            { value: 'table', words: t('web.ladder.face.table') },
          ]}
        />
        <Button size="small" onClick={() => print()}>
          <Printer className="icon" aria-hidden="true" />
          {t('web.ladder.print')}
        </Button>
      </div>
      <LadderSummary {...shared} />
      <LadderTable {...shared} names={log.names} isShown={face === 'table'} />
      {face === 'chart' && <LadderChart {...shared} names={log.names} closed={closed} />}
    </div>
  );
}
