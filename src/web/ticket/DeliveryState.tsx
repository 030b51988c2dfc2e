import { Check, Clock, TriangleAlert } from 'lucide-react';
import type { Message } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';

/** Whether a reply has left the house: only an accepted one counts as an answer. */
export function DeliveryState({ message }: { message: Message }) {
  switch (message.delivery) {
    case null:
      return null;
    case 'queued':
      return (
        <span className="delivery">
          <Clock className="icon size-[14px]" aria-hidden="true" />
          {t('web.delivery.queued')}
        </span>
      );
    case 'accepted':
      return (
        <span className="delivery">
          <Check className="icon size-[14px]" aria-hidden="true" />
          {t('web.delivery.accepted')}
        </span>
      );
    case 'failed':
    case 'bounced':
      return (
        <span className="delivery text-critical" title={message.deliveryError ?? undefined}>
          <TriangleAlert className="icon size-[14px]" aria-hidden="true" />
          {t(`web.delivery.${message.delivery}`, { error: message.deliveryError ?? '' })}
        </span>
      );
  }
}
