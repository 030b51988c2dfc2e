import { useQuery } from '@tanstack/react-query';
import { Check, Clock, TriangleAlert } from 'lucide-react';
import type { Message, TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { t } from '#web/app/i18n.ts';
import { meQuery } from '#web/people/queries.ts';
import { askToWrite } from '#web/ticket/ask-to-write.ts';
import { deskOf } from '#web/ticket/use-draft.ts';
import { Button } from '#web/ui/Button.tsx';

/** Whether a reply has left the house: only an accepted one counts as an answer. */
export function DeliveryState({ message, ticket }: { message: Message; ticket: TicketDetail }) {
  switch (message.delivery) {
    case null:
      return null;
    case 'queued':
      return <Queued sendsAt={message.sendsAt} />;
    case 'accepted':
      return (
        <span className="delivery">
          <Check className="icon size-[14px]" aria-hidden="true" />
          {t('web.delivery.accepted')}
        </span>
      );
    case 'failed':
    case 'bounced':
      return <Failed message={message} ticket={ticket} kind={message.delivery} />;
  }
}

function Queued({ sendsAt }: { sendsAt: number | null }) {
  const seconds = useTick((now) => (sendsAt === null ? 0 : Math.max(0, Math.ceil((sendsAt - now) / 1_000))));
  return (
    <span className="delivery num">
      <Clock className="icon size-[14px]" aria-hidden="true" />
      {seconds > 0 ? t('web.delivery.sends_in', { count: seconds }) : t('web.delivery.queued')}
    </span>
  );
}

interface FailedProps {
  message: Message;
  ticket: TicketDetail;
  kind: 'failed' | 'bounced';
}

/** It reached nobody: why, at which address, and the same text again for another one. */
function Failed({ message, ticket, kind }: FailedProps) {
  const { data: me } = useQuery(meQuery);
  const writeAgain = (): void => {
    if (me === undefined) return;
    const text = message.fullText === '' ? message.text : message.fullText;
    const desk = deskOf(me.id, ticket.id);
    desk.add('reply', { text, html: '', cc: message.cc.join(', '), files: [], promised: null });
    askToWrite('reply');
  };
  return (
    <span className="delivery flex-wrap text-critical">
      <TriangleAlert className="icon size-[14px]" aria-hidden="true" />
      <span title={message.to.join(', ')}>{t(`web.delivery.${kind}`, { error: message.deliveryError ?? '' })}</span>
      {message.author?.id !== undefined && ticket.may.reply === null && (
        <Button size="small" onClick={writeAgain}>
          {t('web.delivery.again')}
        </Button>
      )}
    </span>
  );
}
