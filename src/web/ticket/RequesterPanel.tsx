import { PanelRightClose, PanelRightOpen } from 'lucide-react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { languageName, momentElsewhere } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { RelatedRow } from '#web/ticket/RelatedTab.tsx';
import { usePanel } from '#web/ticket/use-panel.ts';
import { useRelated } from '#web/ticket/use-related.ts';
import { Button } from '#web/ui/Button.tsx';
import { errorWords } from '#web/ui/ErrorState.tsx';
import { Moment } from '#web/ui/Moment.tsx';

const MOST = 5;

/** Who asks, beside what they wrote. It is put away and stays so; what fails here leaves the thread alone. */
export function RequesterPanel({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = usePanel('requester');
  const label = t(isOpen ? 'web.panel.close' : 'web.panel.open');
  return (
    <aside className="side-panel" data-open={isOpen || undefined} aria-label={t('web.panel.requester')}>
      <header className="side-panel-head">
        {isOpen && <h2 className="text-13">{t('web.panel.requester')}</h2>}
        <Button
          kind="ghost"
          size="icon"
          className="ms-auto"
          aria-expanded={isOpen}
          aria-label={label}
          title={label}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? (
            <PanelRightClose className="icon" aria-hidden="true" />
          ) : (
            <PanelRightOpen className="icon" aria-hidden="true" />
          )}
        </Button>
      </header>
      {isOpen && (
        <div className="side-panel-body">
          <Requester ticket={ticket} />
          <Others ticket={ticket} />
        </div>
      )}
    </aside>
  );
}

const Requester = ({ ticket }: { ticket: TicketDetail }) => (
  <section>
    <p className="flex items-center gap-3">
      <Avatar person={ticket.requester} />
      <b className="min-w-0 font-medium break-words">{ticket.requester.name}</b>
    </p>
    <dl className="facts">
      <dt>{t('web.panel.email')}</dt>
      <dd className="break-words">
        {ticket.requesterEmail === null ? t('web.panel.no_email') : <Address email={ticket.requesterEmail} />}
      </dd>
      <dt>{t('web.panel.language')}</dt>
      <dd>{languageName(ticket.language)}</dd>
      <dt>{t('web.panel.channel')}</dt>
      <dd>{t(`web.channel.${ticket.channel}`)}</dd>
      <TheirTime zone={ticket.requesterTimeZone} />
      <dt>{t('web.panel.since')}</dt>
      <dd>
        <Moment at={ticket.firstContactAt} />
      </dd>
    </dl>
  </section>
);

/** Broken before its @ rather than within a word. */
function Address({ email }: { email: string }) {
  const at = email.lastIndexOf('@');
  return (
    <>
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </>
  );
}

/** What their clock says, where it is not what the reader's says. */
function TheirTime({ zone }: { zone: string | null }) {
  const there = useTick((now) => momentElsewhere(now, zone));
  if (there === null || zone === null) return null;
  return (
    <>
      <dt>{t('web.panel.their_time')}</dt>
      <dd>{t('web.panel.time_in', { time: there, zone: zone.replaceAll('_', ' ') })}</dd>
    </>
  );
}

function Others({ ticket }: { ticket: TicketDetail }) {
  const related = useRelated(ticket);
  if (related.isPending) return null;
  if (related.error !== null) {
    return (
      <p className="grid justify-items-start gap-2 text-12 text-muted" role="alert">
        {errorWords(related.error)}
        <Button size="small" onClick={related.refetch}>
          {t('web.error.retry')}
        </Button>
      </p>
    );
  }
  return (
    <section>
      <h3 className="mb-1 text-13">{t('web.panel.others')}</h3>
      <p className="mb-2 text-12 text-muted">
        {t('web.panel.counts', { open: related.open.length, over: related.over.length })}
      </p>
      <ul className="related">
        {related.open.slice(0, MOST).map((row) => (
          <RelatedRow key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}
