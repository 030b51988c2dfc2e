import { Lightbulb } from 'lucide-react';
import { REPORTED_KINDS } from '#core/signal/nature.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { MatterLine, Press } from '#web/ticket/MatterLine.tsx';

type Hint = TicketDetail['hints'][number];

/** What somebody thought they noticed, not sure enough to call anybody; whoever reads it may say that it is so. */
export function HintLine({ ticket, hint }: { ticket: TicketDetail; hint: Hint }) {
  const { confidence, least, evidence } = hint;
  const kind = REPORTED_KINDS.find((one) => one === hint.kind);
  return (
    <MatterLine
      icon={Lightbulb}
      label={t('web.hint.label')}
      text={t('web.hint.text', {
        kind: t(`web.signal.${hint.kind}`),
        sure: Math.round(confidence * 100),
        least: Math.round(least * 100),
      })}
    >
      {kind !== undefined && (
        <Press
          ticketId={ticket.id}
          act={{ type: 'signal', kind, evidence: evidence.map((messageId) => ({ messageId })) }}
          may={ticket.may.signal}
          words="web.hint.so"
        />
      )}
    </MatterLine>
  );
}
