import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { CaughtMail } from '#contract/mail.ts';
import { t } from '#web/app/i18n.ts';
import { caughtMailQuery } from '#web/intake/queries.ts';
import { MorePages } from '#web/intake/MorePages.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Moment } from '#web/ui/Moment.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

/** What would have been sent, had a mail server been configured: a list, and one mail to read. */
export function CaughtMailPage() {
  const { mail: id } = useSearch({ from: '/desk/mail/caught' });
  const query = useInfiniteQuery(caughtMailQuery);
  const mails = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = mails.find((one) => one.id === id);
  return (
    <div className="inbox" data-open={id === undefined ? undefined : true}>
      <section className="list-pane" aria-label={t('web.caught.title')}>
        <header className="list-header">
          <h1 className="text-16">{t('web.caught.title')}</h1>
        </header>
        <p className="border-b border-line px-5 pb-3 text-12 text-pretty text-muted">{t('web.caught.text')}</p>
        {query.isPending && <Skeleton rows={6} height={64} />}
        {query.isError && mails.length === 0 && (
          <ErrorState what={t('web.error.what.caught')} error={query.error} retry={() => void query.refetch()} />
        )}
        {query.isSuccess && mails.length === 0 && (
          <EmptyState title={t('web.caught.empty.title')} text={t('web.caught.empty.text')} />
        )}
        <ul className="min-h-0 flex-1 overflow-auto">
          {mails.map((mail) => (
            <li key={mail.id}>
              <CaughtLine mail={mail} isShown={mail.id === id} />
            </li>
          ))}
          <MorePages query={query} />
        </ul>
      </section>
      {shown === undefined ? (
        <div className="ticket-pane flex max-md:hidden">
          {mails.length > 0 && <EmptyState title={t('web.caught.none.title')} text={t('web.caught.none.text')} />}
        </div>
      ) : (
        <Reading mail={shown} />
      )}
    </div>
  );
}

const CaughtLine = ({ mail, isShown }: { mail: CaughtMail; isShown: boolean }) => (
  <Link
    to="/mail/caught"
    search={{ mail: mail.id }}
    className="ticket-row"
    data-selected={isShown || undefined}
    aria-current={isShown ? 'true' : undefined}
  >
    <span className="ticket-row-line">
      <span className="cut font-medium">{mail.to.join(', ')}</span>
      <Moment at={mail.at} className="ms-auto shrink-0 text-12 text-muted" />
    </span>
    <span className="ticket-row-line text-13 text-muted">
      <span className="cut">{mail.subject}</span>
    </span>
  </Link>
);

const Reading = ({ mail }: { mail: CaughtMail }) => (
  <article className="ticket-pane overflow-auto" aria-label={mail.subject} tabIndex={0}>
    <header className="ticket-head pt-3 pb-3">
      <div className="flex items-center gap-3">
        <Link to="/mail/caught" search={{}} className="button md:hidden" data-kind="ghost" data-size="icon">
          <ArrowLeft className="icon" aria-hidden="true" />
          <span className="sr-only">{t('web.caught.back')}</span>
        </Link>
        <h1 className="me-auto text-16">{mail.subject}</h1>
        {mail.ticketId !== null && (
          <Link to="/t/$ticketId" params={{ ticketId: mail.ticketId }} className="button">
            {t('web.caught.ticket')}
          </Link>
        )}
      </div>
      <dl className="mt-2 grid grid-cols-[56px_1fr] gap-x-2 text-13">
        <dt className="text-muted">{t('web.caught.from')}</dt>
        <dd className="break-words">{mail.from}</dd>
        <dt className="text-muted">{t('web.caught.to')}</dt>
        <dd className="break-words">{mail.to.join(', ')}</dd>
        <dt className="text-muted">{t('web.caught.at')}</dt>
        <dd>
          <Moment at={mail.at} />
        </dd>
      </dl>
    </header>
    <p className="message-text px-5 py-4" dir="auto">
      {mail.text}
    </p>
  </article>
);
