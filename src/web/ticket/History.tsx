import { useState, type ReactNode } from 'react';
import type { LoggedEventView, TicketDetail } from '#contract/ticket.ts';
import { day, sameDay, timeOfDay } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { eventTone, eventWords, type Names } from '#web/ticket/event-words.ts';
import { historyDays, type HistoryRun } from '#web/ticket/history-days.ts';
import { useLog } from '#web/ticket/use-log.ts';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

/** Everything that happened, newest day first: the log as it was written, with what repeats itself folded. */
export function History({ ticket }: { ticket: TicketDetail }) {
  const log = useLog(ticket);
  if (log.isPending) return <Skeleton rows={6} height={48} />;
  if (log.error !== null && log.events.length === 0) {
    return <ErrorState what={t('web.error.what.history')} error={log.error} retry={log.refetch} />;
  }
  return (
    <div className="px-5 py-4">
      {historyDays(log.events, { say: (event) => eventWords(event, log.names), sameDay }).map((group) => (
        <section key={group.at} className="mb-4">
          <h2 className="mb-1 text-13">{day(group.at)}</h2>
          <table className="table history">
            <thead className="sr-only">
              <tr>
                <th>{t('web.history.when')}</th>
                <th>{t('web.history.what')}</th>
                <th>{t('web.history.who')}</th>
              </tr>
            </thead>
            <tbody>
              {group.runs.map((run) => (
                <Run key={run.at(-1)!.seq} run={run} names={log.names} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}

interface RunProps {
  run: HistoryRun;
  names: Names;
}

function Run({ run, names }: RunProps) {
  const [isOpen, setOpen] = useState(false);
  const [newest] = run;
  if (run.length === 1) return <Row event={newest} when={timeOfDay(newest.at)} names={names} />;
  const oldest = run.at(-1)!;
  return (
    <>
      <Row event={newest} when={`${timeOfDay(oldest.at)}–${timeOfDay(newest.at)}`} names={names}>
        <button
          type="button"
          className="button num ms-2"
          data-kind="ghost"
          data-size="small"
          aria-expanded={isOpen}
          aria-label={t('web.history.repeats', { count: run.length })}
          onClick={() => setOpen(!isOpen)}
        >
          {run.length} ×
        </button>
      </Row>
      {isOpen && run.map((event) => <Row key={event.seq} event={event} when={timeOfDay(event.at)} names={names} />)}
    </>
  );
}

interface RowProps {
  event: LoggedEventView;
  when: string;
  names: Names;
  children?: ReactNode;
}

const Row = ({ event, when, names, children }: RowProps) => (
  <tr data-tone={eventTone(event.type)}>
    <td className="num w-[92px] whitespace-nowrap text-muted">{when}</td>
    <td>
      {eventWords(event, names)}
      {children}
    </td>
    <td className="w-[30%] text-muted">{event.actor?.name ?? t('web.name.belay')}</td>
  </tr>
);
