import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft, ArrowUp, Folder, Maximize2 } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { whenIdle } from '#web/app/when-idle.ts';
import { catchKeys } from '#web/escalation/early-keys.ts';
import { HandBackButton } from '#web/escalation/HandBackButton.tsx';
import { StairGlyph } from '#web/escalation/StairGlyph.tsx';
import { AssignMenu } from '#web/ticket/AssignMenu.tsx';
import { Following } from '#web/ticket/Following.tsx';
import { refusalOf } from '#web/ticket/refusal.ts';
import { PresenceRow } from '#web/ticket/Presence.tsx';
import { SeverityMenu } from '#web/ticket/SeverityMenu.tsx';
import { StatusMenu } from '#web/ticket/StatusMenu.tsx';
import { TagsField } from '#web/ticket/TagsField.tsx';
import { TicketMore } from '#web/ticket/TicketMore.tsx';
import { useUndoable } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';

const fetchDialog = () =>
  import('#web/escalation/EscalateDialog.tsx').then((part) => ({ default: part.EscalateDialog }));
const EscalateDialog = lazy(fetchDialog);

/** Number, subject, where it stands, and the acts on it; an act that is not possible says why. */
export const TicketHeader = ({ ticket, unfold }: { ticket: TicketDetail; unfold: ReactNode }) => (
  <div className="head-top">
    <Ways />
    {unfold}
    <div className="head-words">
      <h1 id="ticket-title" tabIndex={-1} className="min-w-0 text-16 break-words outline-none">
        <span className="num me-2 font-normal text-muted">{t('web.ticket.number', { number: ticket.number })}</span>
        <span lang={ticket.language}>{ticket.subject}</span>
      </h1>
      <div className="head-marks">
        <SeverityMenu key={`severity ${ticket.id}`} ticket={ticket} />
        <span className="tag">
          <StairGlyph tier={ticket.tier} escalation={ticket.escalation} />
          {ticket.escalation !== null && <b>{t('web.step.tier', { tier: ticket.tier })}</b>}
          {ticket.team.name}
        </span>
        <span className="tag" data-status={ticket.status}>
          {t(`web.status.${ticket.status}`)}
        </span>
        {ticket.topic !== '' && (
          <span className="tag" title={t('web.topic.label')}>
            <Folder className="icon size-[14px]" aria-hidden="true" />
            <span className="sr-only">{t('web.topic.label')}</span>
            {ticket.topic}
          </span>
        )}
        <TagsField key={`tags ${ticket.id}`} ticket={ticket} />
      </div>
      <PresenceRow ticketId={ticket.id} />
    </div>
    <Following ticket={ticket} show={Actions} />
  </div>
);

/** Back to the list: from the ticket alone, and on a phone. */
function Ways() {
  const view = useParams({ strict: false, select: (params) => params.view });
  const search = useSearch({ strict: false });
  const isAlone = view === undefined;
  const { tab: _tab, by: _by, ...filter } = search;
  return (
    <Link
      to="/inbox/$view"
      params={{ view: view ?? 'all' }}
      search={isAlone ? {} : filter}
      className={`button ${isAlone ? '' : 'md:hidden'}`}
      data-kind="ghost"
      data-size="icon"
    >
      <ArrowLeft className="icon" aria-hidden="true" />
      <span className="sr-only">{t('web.ticket.back')}</span>
    </Link>
  );
}

function Actions({ ticket }: { ticket: TicketDetail }) {
  const [isEscalating, setEscalating] = useState(false);
  const act = useUndoable(ticket.id);
  const { may } = ticket;
  // there before somebody asks; where it cannot be had now, asking fetches it again
  useEffect(() => {
    void whenIdle()
      .then(fetchDialog)
      .catch(() => undefined);
  }, []);
  const escalate = (): void => {
    catchKeys();
    setEscalating(true);
  };
  const solve = (): void => {
    const back = ticket.status === 'waiting_on_customer' || ticket.status === 'on_hold' ? ticket.status : 'open';
    act({ type: 'status', status: 'solved' }, t('web.act.solved'), { type: 'status', status: back });
  };
  useKeys([
    {
      id: 'ticket.escalate',
      title: 'web.key.escalate',
      keys: ['e'],
      scope: 'ticket',
      when: () => may.escalate === null,
      run: escalate,
    },
    {
      id: 'ticket.solve',
      title: 'web.key.solve',
      keys: ['d'],
      scope: 'ticket',
      when: () => may.solve === null,
      run: solve,
    },
  ]);
  return (
    <div className="head-acts">
      <Button kind="primary" shortcut="e" refusal={refusalOf(may.escalate)} onClick={escalate}>
        <ArrowUp className="icon" aria-hidden="true" />
        {t('web.act.escalate')}
      </Button>
      <HandBackButton ticket={ticket} />
      <AssignMenu ticket={ticket} />
      <StatusMenu ticket={ticket} />
      <Button className="max-md:hidden" shortcut="d" refusal={refusalOf(may.solve)} onClick={solve}>
        {t('web.act.solve')}
      </Button>
      <TicketMore ticket={ticket} />
      <Alone ticketId={ticket.id} />
      {isEscalating && (
        <Suspense>
          <EscalateDialog ticket={ticket} onClose={() => setEscalating(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** From the split view to the ticket alone. */
function Alone({ ticketId }: { ticketId: number }) {
  const view = useParams({ strict: false, select: (params) => params.view });
  const { tab } = useSearch({ strict: false });
  if (view === undefined) return null;
  return (
    <Link
      to="/t/$ticketId"
      params={{ ticketId }}
      search={tab === undefined ? {} : { tab }}
      className="button max-md:hidden"
      data-kind="ghost"
      data-size="icon"
      title={t('web.ticket.alone')}
    >
      <Maximize2 className="icon text-muted" aria-hidden="true" />
      <span className="sr-only">{t('web.ticket.alone')}</span>
    </Link>
  );
}
