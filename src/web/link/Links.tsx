import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { LinkKind } from '#core/link/link.ts';
import type { LinkedTicket, NumberedTicket } from '#contract/linked-ticket.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { useUndoable } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';

/** Whether a ticket has anything to do with another one that the reader sees. */
export const hasLinks = ({ links, follows, followUps, merged }: TicketDetail): boolean =>
  links.length + followUps.length + merged.length > 0 || follows !== null;

/** What the ticket is to others: what people said, what was split off or merged, and what goes on from what. */
export function Links({ ticket }: { ticket: TicketDetail }) {
  if (!hasLinks(ticket)) return null;
  const { links, follows, followUps, merged } = ticket;
  return (
    <section>
      <h2 className="mb-1 text-13">{t('web.link.label')}</h2>
      <ul className="related">
        {follows !== null && <Numbered words={t('web.link.kind.follows')} other={follows} />}
        {followUps.map((other) => (
          <Numbered key={other.id} words={t('web.link.kind.followed_by')} other={other} />
        ))}
        {merged.map((other) => (
          <Numbered key={other.id} words={t('web.link.merged')} other={other} />
        ))}
        {links.map((link) => (
          <Linked key={`${link.ticket.id} ${link.kind}`} ticket={ticket} link={link} />
        ))}
      </ul>
    </section>
  );
}

const Numbered = ({ words, other }: { words: string; other: NumberedTicket }) => (
  <li className="linked">
    <span className="text-12 text-muted">{words}</span>
    <ToTicket other={other} />
  </li>
);

/** The way to another ticket, by its number. */
export const ToTicket = ({ other, subject }: { other: NumberedTicket; subject?: string }) => (
  <Link to="/t/$ticketId" params={{ ticketId: other.id }} className="linked-way">
    <span className="num text-muted">{t('web.ticket.number', { number: other.number })}</span>
    {subject !== undefined && <span className="cut">{subject}</span>}
  </Link>
);

const isSaid = (kind: LinkedTicket['kind']): kind is LinkKind => kind !== 'split_from' && kind !== 'split_into';

function Linked({ ticket, link: { ticket: other, kind } }: { ticket: TicketDetail; link: LinkedTicket }) {
  const act = useUndoable(ticket.id);
  const { id, number } = other;
  const label = t('web.link.drop_of', { number });
  return (
    <li className="linked">
      <span className="text-12 text-muted">{t(`web.link.kind.${kind}`)}</span>
      <ToTicket other={other} subject={other.subject} />
      <span className="text-12 text-muted">{t(`web.status.${other.status}`)}</span>
      {isSaid(kind) && ticket.may.link === null && (
        <Button
          kind="ghost"
          size="icon"
          aria-label={label}
          title={label}
          onClick={() =>
            act({ type: 'unlink', otherId: id }, t('web.link.dropped', { number }), { type: 'link', otherId: id, kind })
          }
        >
          <X className="icon size-[14px]" aria-hidden="true" />
        </Button>
      )}
    </li>
  );
}
