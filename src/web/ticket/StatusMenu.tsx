import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { SetStatus } from '#contract/act.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { isOffered, refusalOf } from '#web/ticket/refusal.ts';
import { useUndoable } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';
import { Key } from '#web/ui/Key.tsx';
import { MenuButton } from '#web/ui/MenuButton.tsx';
import { MenuItem } from '#web/ui/MenuItem.tsx';

const STATUSES: readonly SetStatus['status'][] = ['open', 'waiting_on_customer', 'on_hold', 'solved'];

/** What taking it back sets: a ticket nobody had looked at is open from then on. */
const before = ({ status }: TicketDetail): SetStatus['status'] =>
  status === 'new' || status === 'closed' ? 'open' : status;
/** Why the ticket cannot have a status now, as a code; null when it can. */
const whyNot = (ticket: TicketDetail, status: SetStatus['status']): string | null => {
  if (status === ticket.status) return 'same_status';
  return status === 'solved' ? ticket.may.solve : null;
};
const doneWords = (status: SetStatus['status']): string => t('web.status.done', { status: t(`web.status.${status}`) });

/** Says what the ticket waits for; each status names what it does to the clock. */
export function StatusMenu({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false);
  const act = useUndoable(ticket.id);
  const refusal = refusalOf(ticket.may.set_status);
  useKeys([
    {
      id: 'ticket.status',
      title: 'web.key.status',
      keys: ['s'],
      scope: 'ticket',
      when: () => refusal === null,
      run: () => setOpen(true),
    },
  ]);
  if (refusal !== null) {
    return (
      <Button refusal={refusal} shortcut="s">
        {t('web.act.status')}
      </Button>
    );
  }
  return (
    <MenuButton
      isOpen={isOpen}
      onOpenChange={setOpen}
      className="button"
      aria-keyshortcuts="s"
      align="end"
      menu={STATUSES.filter((status) => isOffered(whyNot(ticket, status))).map((status) => (
        <MenuItem
          key={status}
          hint={t(`web.status.hint.${status}`)}
          refusal={refusalOf(whyNot(ticket, status))}
          onSelect={() =>
            act({ type: 'status', status }, doneWords(status), { type: 'status', status: before(ticket) })
          }
        >
          {t(`web.status.${status}`)}
        </MenuItem>
      ))}
    >
      {t('web.act.status')}
      <ChevronDown className="icon" aria-hidden="true" />
      <Key name="s" />
    </MenuButton>
  );
}
