import { useState } from 'react';
import { LINK_KINDS } from '#core/link/link.ts';
import type { TicketDetail, TicketRow } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { TicketFinder } from '#web/link/TicketFinder.tsx';
import { AskDialog } from '#web/ticket/AskDialog.tsx';

/** Says what this ticket is to another one. */
export function LinkDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const [other, setOther] = useState<TicketRow | null>(null);
  return (
    <AskDialog
      ticketId={ticket.id}
      title={t('web.link.title')}
      text={t('web.link.text')}
      choices={{
        label: t('web.link.this_is'),
        of: LINK_KINDS.map((value) => ({ value, words: t(`web.link.kind.${value}`) })),
        isChosen: true,
      }}
      act={({ choice }) =>
        choice === null || other === null ? null : { type: 'link', otherId: other.id, kind: choice }
      }
      verb={t('web.link.do')}
      done={t('web.link.done', { number: other?.number ?? 0 })}
      back={() => ({ type: 'unlink', otherId: other?.id ?? 0 })}
      onClose={onClose}
    >
      <TicketFinder ticket={ticket} pickedId={other?.id ?? null} onPick={setOther} />
    </AskDialog>
  );
}
