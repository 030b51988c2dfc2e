import { Copy, Ellipsis, EyeOff, Tag } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { KeepOutDialog } from '#web/ticket/KeepOutDialog.tsx';
import { TopicDialog } from '#web/ticket/TopicDialog.tsx';
import { Key } from '#web/ui/Key.tsx';

/** What is done seldom: a link to it, its topic, keeping somebody out. */
export function TicketMore({ ticket }: { ticket: TicketDetail }) {
  const [shown, setShown] = useState<'keep_out' | 'topic' | null>(null);
  const copy = (): void => {
    const link = new URL(`/t/${ticket.id}`, location.href).href;
    navigator.clipboard.writeText(link).then(
      () => toast(t('web.more.copied')),
      () => toast(link, 'refused'),
    );
  };
  useKeys([{ id: 'ticket.copy', title: 'web.key.copy', keys: ['y'], scope: 'ticket', run: copy }]);
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger
          className="button"
          data-kind="ghost"
          data-size="icon"
          aria-label={t('web.more.label')}
          title={t('web.more.label')}
        >
          <Ellipsis className="icon" aria-hidden="true" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
            <DropdownMenu.Item className="menu-item" onSelect={copy}>
              <Copy className="icon text-muted" aria-hidden="true" />
              {t('web.more.copy')}
              <Key name="y" />
            </DropdownMenu.Item>
            {ticket.may.set_topic === null && (
              <DropdownMenu.Item className="menu-item" onSelect={() => setShown('topic')}>
                <Tag className="icon text-muted" aria-hidden="true" />
                {t('web.more.topic')}
              </DropdownMenu.Item>
            )}
            {(ticket.may.exclude === null || ticket.excluded.length > 0) && (
              <DropdownMenu.Item className="menu-item" onSelect={() => setShown('keep_out')}>
                <EyeOff className="icon text-muted" aria-hidden="true" />
                {t('web.more.keep_out')}
              </DropdownMenu.Item>
            )}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {shown === 'keep_out' && <KeepOutDialog ticket={ticket} onClose={() => setShown(null)} />}
      {shown === 'topic' && <TopicDialog ticket={ticket} onClose={() => setShown(null)} />}
    </>
  );
}
