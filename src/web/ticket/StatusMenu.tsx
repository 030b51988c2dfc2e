import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { SetStatus } from '#contract/act.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { refusalOf } from '#web/ticket/refusal.ts';
import { useUndoable } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';
import { Key } from '#web/ui/Key.tsx';
import { MenuButton } from '#web/ui/MenuButton.tsx';

const STATUSES: readonly SetStatus['status'][] = ['open', 'waiting_on_customer', 'on_hold', 'solved'];

/** What taking it back sets: a ticket nobody had looked at is open from then on. */
const before = ({ status }: TicketDetail): SetStatus['status'] =>
  status === 'new' || status === 'closed' ? 'open' : status;
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
      menu={STATUSES.filter((status) => status !== 'solved' || ticket.may.solve === null).map((status) => (
        <DropdownMenu.Item
          key={status}
          className="menu-item"
          disabled={status === ticket.status}
          onSelect={() =>
            act({ type: 'status', status }, doneWords(status), { type: 'status', status: before(ticket) })
          }
        >
          <span className="grid">
            <span>{t(`web.status.${status}`)}</span>
            <span className="text-12 text-muted">{t(`web.status.hint.${status}`)}</span>
          </span>
        </DropdownMenu.Item>
      ))}
    >
      {t('web.act.status')}
      <ChevronDown className="icon" aria-hidden="true" />
      <Key name="s" />
    </MenuButton>
  );
}
