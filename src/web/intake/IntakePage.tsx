import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { IntakeRow } from '#contract/mail.ts';
import { fileSize } from '#web/app/format.ts';
import { t, tCode } from '#web/app/i18n.ts';
import { intakeQuery } from '#web/intake/queries.ts';
import { MorePages } from '#web/intake/MorePages.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Moment } from '#web/ui/Moment.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

/** Every message that was received, and what became of it: nothing is dropped without a line here. */
export function IntakePage() {
  const query = useInfiniteQuery(intakeQuery);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      <header className="list-header gap-3 border-b border-line">
        <h1 className="text-16">{t('web.intake.title')}</h1>
        <span className="cut text-13 text-muted max-sm:hidden">{t('web.intake.text')}</span>
      </header>
      {query.isPending && <Skeleton rows={8} height={44} />}
      {query.isError && rows.length === 0 && (
        <ErrorState what={t('web.error.what.intake')} error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={t('web.intake.empty.title')} text={t('web.intake.empty.text')} />
      )}
      {rows.length > 0 && (
        <div
          className="min-h-0 flex-1 overflow-auto px-5"
          role="region"
          aria-label={t('web.intake.title')}
          tabIndex={0}
        >
          <table className="table">
            <thead className="sticky top-0 bg-surface">
              <tr>
                <th>{t('web.intake.column.when')}</th>
                <th>{t('web.intake.column.from')}</th>
                <th>{t('web.intake.column.mailbox')}</th>
                <th>{t('web.intake.column.verdict')}</th>
                <th>{t('web.intake.column.why')}</th>
                <th>{t('web.intake.column.ticket')}</th>
                <th className="text-end">{t('web.intake.column.size')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={row.id} row={row} />
              ))}
            </tbody>
          </table>
          <MorePages query={query} />
        </div>
      )}
    </div>
  );
}

const TONES = { received: undefined, accepted: 'good', joined: 'accent', rejected: 'bad' } as const;

const Line = ({ row }: { row: IntakeRow }) => (
  <tr>
    <td className="num whitespace-nowrap text-muted">
      <Moment at={row.receivedAt} />
    </td>
    <td className="max-w-[260px] break-words">{row.from}</td>
    <td className="whitespace-nowrap text-muted">{row.mailbox}</td>
    <td>
      <span className="tag" data-tone={TONES[row.verdict]}>
        {t(`web.intake.verdict.${row.verdict}`)}
      </span>
    </td>
    <td className="min-w-[160px] text-ink-2">
      {row.why !== null && tCode(`web.intake.why.${row.why}`, 'web.intake.why.other', { why: row.why })}
      {row.error !== null && <span className="block text-12 text-critical">{row.error}</span>}
    </td>
    <td>
      {row.ticketId !== null && (
        <Link to="/t/$ticketId" params={{ ticketId: row.ticketId }} className="text-accent hover:underline">
          {t('web.ticket.number', { number: row.ticketNumber ?? row.ticketId })}
        </Link>
      )}
    </td>
    <td className="num text-end whitespace-nowrap text-muted">{fileSize(row.size)}</td>
  </tr>
);
