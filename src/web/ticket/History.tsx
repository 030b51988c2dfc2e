import type { LoggedEventView, TicketDetail } from '#contract/ticket.ts';
import { day, sameDay, timeOfDay } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { eventTone, eventWords } from '#web/ticket/event-words.ts';
import { useLog } from '#web/ticket/use-log.ts';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

/** Everything that happened, event by event, newest day first: the log as it was written. */
export function History({ ticket }: { ticket: TicketDetail }) {
  const log = useLog(ticket);
  if (log.isPending) return <Skeleton rows={6} height={48} />;
  if (log.error !== null && log.events.length === 0) {
    return <ErrorState what={t('web.error.what.history')} error={log.error} retry={log.refetch} />;
  }
  return (
    <div className="px-5 py-4">
      {byDay(log.events).map((group) => (
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
              {group.events.map((event) => (
                <tr key={event.seq} data-tone={eventTone(event.type)}>
                  <td className="num w-[56px] text-muted">{timeOfDay(event.at)}</td>
                  <td>{eventWords(event, log.names)}</td>
                  <td className="w-[30%] text-muted">{event.actor?.name ?? t('web.name.belay')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}

/** Newest first, and in each day newest first. */
function byDay(events: readonly LoggedEventView[]): { at: number; events: LoggedEventView[] }[] {
  const groups: { at: number; events: LoggedEventView[] }[] = [];
  for (const event of events.toReversed()) {
    const group = groups.at(-1);
    if (group !== undefined && sameDay(group.at, event.at)) group.events.push(event);
    else groups.push({ at: event.at, events: [event] });
  }
  return groups;
}
