import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import type { Mode } from '#web/ticket/drafts.ts';
import { firstName } from '#web/ticket/first-name.ts';
import { refusalOf } from '#web/ticket/refusal.ts';
import type { After, Sending } from '#web/ticket/use-send.ts';
import { Button } from '#web/ui/Button.tsx';
import { MenuButton } from '#web/ui/MenuButton.tsx';
import { MenuItem } from '#web/ui/MenuItem.tsx';

interface Props {
  sending: Sending;
  mode: Mode;
  ticket: TicketDetail;
}

/** Says what it will do and to whom; a reply may solve the ticket or leave it waiting in the same act. */
export function SendButton({ sending, mode, ticket }: Props) {
  const name = firstName(ticket.requester.name);
  const verb = mode === 'reply' ? t('web.composer.send', { name }) : t('web.composer.add_note');
  const button = (
    <Button
      kind={mode === 'reply' ? 'primary' : 'note'}
      shortcut="Mod+Enter"
      refusal={sending.refusal}
      aria-busy={sending.isPending}
      onClick={() => sending.send()}
    >
      {sending.isPending ? t('web.composer.sending') : verb}
    </Button>
  );
  if (mode === 'note') return <span className="ms-auto">{button}</span>;
  return (
    <span className="send">
      {button}
      <SendMenu sending={sending} ticket={ticket} name={name} />
    </span>
  );
}

function SendMenu({ sending, ticket, name }: { sending: Sending; ticket: TicketDetail; name: string }) {
  const [isOpen, setOpen] = useState(false);
  const ways: readonly { after: NonNullable<After>; refusal: string | null }[] = [
    { after: 'solved', refusal: refusalOf(ticket.may.solve) },
    { after: 'waiting_on_customer', refusal: refusalOf(ticket.may.set_status) },
  ];
  return (
    <MenuButton
      isOpen={isOpen}
      onOpenChange={setOpen}
      className="button"
      data-kind="primary"
      data-size="icon"
      aria-label={t('web.send.more')}
      aria-disabled={sending.refusal === null ? undefined : true}
      title={sending.refusal ?? t('web.send.more')}
      align="end"
      menu={ways.map(({ after, refusal }) => (
        <MenuItem
          key={after}
          hint={t(`web.status.hint.${after}`)}
          refusal={sending.refusal ?? refusal}
          shortcut={after === 'solved' ? 'Mod+Shift+Enter' : undefined}
          onSelect={() => sending.send(after)}
        >
          {t(`web.send.${after}`, { name })}
        </MenuItem>
      ))}
    >
      <ChevronDown className="icon" aria-hidden="true" />
    </MenuButton>
  );
}
