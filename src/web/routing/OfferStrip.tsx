import { Check, Inbox, X } from 'lucide-react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { spokenDuration } from '#web/app/format.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { once, useAct } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';

/** A ticket that is offered to the reader: take it or let it go on, while there is time. */
export const OfferStrip = ({ ticket: { id, offeredUntil } }: { ticket: TicketDetail }) =>
  offeredUntil === null ? null : <Offer ticketId={id} expiresAt={offeredUntil} />;

function Offer({ ticketId, expiresAt }: { ticketId: number; expiresAt: number }) {
  const act = useAct(ticketId);
  const left = useTick((now) => spokenDuration(Math.max(0, expiresAt - now)));
  const answer = (accepts: boolean): void => act.mutate(once({ type: 'answer_offer', accepts }));
  useKeys([
    {
      id: 'ticket.acknowledge',
      title: 'web.key.acknowledge',
      keys: ['t'],
      scope: 'ticket',
      when: () => !act.isPending,
      run: () => answer(true),
    },
    {
      id: 'ticket.return',
      title: 'web.key.return',
      keys: ['b'],
      scope: 'ticket',
      when: () => !act.isPending,
      run: () => answer(false),
    },
  ]);
  return (
    <div className="strip" data-asked role="region" aria-label={t('web.offer.label')}>
      <Inbox className="icon mt-[2px]" aria-hidden="true" />
      <p className="strip-text" data-whole>
        {t('web.offer.text', { left })}
      </p>
      <Button kind="primary" shortcut="t" aria-busy={act.isPending} onClick={() => answer(true)}>
        <Check className="icon" aria-hidden="true" />
        {t('web.offer.accept')}
      </Button>
      <Button shortcut="b" aria-busy={act.isPending} onClick={() => answer(false)}>
        <X className="icon" aria-hidden="true" />
        {t('web.offer.decline')}
      </Button>
    </div>
  );
}
