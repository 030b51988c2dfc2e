import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { GiveBackDialog } from '#web/escalation/GiveBackDialog.tsx';
import { liveEscalation } from '#web/escalation/live-escalation.ts';
import { Button } from '#web/ui/Button.tsx';

/** Gives what one holds down again; there only for whoever holds it. */
export function HandBackButton({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false);
  const escalation = liveEscalation(ticket);
  const may = ticket.may.hand_back === null && escalation !== null;
  useKeys([
    {
      id: 'ticket.hand_back',
      title: 'web.key.hand_back',
      keys: ['h'],
      scope: 'ticket',
      when: () => may,
      run: () => setOpen(true),
    },
  ]);
  if (!may) return null;
  return (
    <>
      <Button shortcut="h" onClick={() => setOpen(true)}>
        <Undo2 className="icon" aria-hidden="true" />
        <span className="max-md:sr-only">{t('web.act.hand_back')}</span>
      </Button>
      {isOpen && (
        <GiveBackDialog kind="hand_back" ticket={ticket} escalation={escalation} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
