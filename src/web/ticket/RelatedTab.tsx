import { Link } from '@tanstack/react-router';
import type { TicketDetail, TicketRow } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { hasLinks, Links } from '#web/link/Links.tsx';
import { firstName } from '#web/ticket/first-name.ts';
import { SeverityMark } from '#web/ticket/SeverityMark.tsx';
import { useRelated } from '#web/ticket/use-related.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Moment } from '#web/ui/Moment.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

/** What the ticket is to others, and the other tickets of the same requester, open ones first. */
export const RelatedTab = ({ ticket }: { ticket: TicketDetail }) => (
  <div className="grid gap-4 px-5 py-4">
    <Links ticket={ticket} />
    <OfRequester ticket={ticket} />
  </div>
);

function OfRequester({ ticket }: { ticket: TicketDetail }) {
  const related = useRelated(ticket);
  const name = firstName(ticket.requester.name);
  if (related.isPending) return <Skeleton rows={4} height={48} />;
  if (related.error !== null) {
    return <ErrorState what={t('web.error.what.related')} error={related.error} retry={related.refetch} />;
  }
  if (related.open.length + related.over.length === 0) {
    return hasLinks(ticket) ? null : (
      <EmptyState title={t('web.related.none.title')} text={t('web.related.none.text', { name })} />
    );
  }
  return (
    <>
      {(['open', 'over'] as const).map(
        (state) => related[state].length > 0 && <Group key={state} state={state} rows={related[state]} />,
      )}
      {related.isMore && <p className="text-12 text-muted">{t('web.related.more')}</p>}
    </>
  );
}

const Group = ({ state, rows }: { state: 'open' | 'over'; rows: readonly TicketRow[] }) => (
  <section>
    <h2 className="mb-1 text-13">{t(`web.related.${state}`, { count: rows.length })}</h2>
    <ul className="related">
      {rows.map((row) => (
        <RelatedRow key={row.id} row={row} />
      ))}
    </ul>
  </section>
);

/** One ticket in short, as a link to it. */
export const RelatedRow = ({ row }: { row: TicketRow }) => (
  <li>
    <Link to="/t/$ticketId" params={{ ticketId: row.id }} className="related-row">
      <SeverityMark severity={row.severity} bare />
      <span className="cut" lang={row.language} dir="auto">
        <span className="num me-2 text-muted">{t('web.ticket.number', { number: row.number })}</span>
        {row.subject}
      </span>
      <span className="text-12 text-muted">{t(`web.status.${row.status}`)}</span>
      <Moment at={row.lastEventAt} className="text-12 text-muted" />
    </Link>
  </li>
);
