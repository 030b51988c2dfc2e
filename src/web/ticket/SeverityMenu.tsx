import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { SeverityMark } from '#web/ticket/SeverityMark.tsx';
import { useUndoable } from '#web/ticket/use-act.ts';
import { MenuButton } from '#web/ui/MenuButton.tsx';

const SEVERITIES = ['S1', 'S2', 'S3', 'S4'] as const;

/** How bad it is, and changing it: the targets of its clocks change with it. */
export function SeverityMenu({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false);
  const act = useUndoable(ticket.id);
  const may = ticket.may.set_severity === null;
  useKeys([
    {
      id: 'ticket.severity',
      title: 'web.key.severity',
      keys: ['p'],
      scope: 'ticket',
      when: () => may,
      run: () => setOpen(true),
    },
  ]);
  if (!may) return <SeverityMark severity={ticket.severity} />;
  const choose = (severity: TicketDetail['severity']): void =>
    act({ type: 'severity', severity }, t('web.severity.done', { severity }), {
      type: 'severity',
      severity: ticket.severity,
    });
  return (
    <MenuButton
      isOpen={isOpen}
      onOpenChange={setOpen}
      className="head-pick"
      aria-keyshortcuts="p"
      align="start"
      menu={SEVERITIES.map((severity) => (
        <DropdownMenu.Item
          key={severity}
          className="menu-item"
          disabled={severity === ticket.severity}
          onSelect={() => choose(severity)}
        >
          <SeverityMark severity={severity} />
          {t(`web.severity.${severity}`)}
          {severity === ticket.severity && <Check className="icon ms-auto" aria-hidden="true" />}
        </DropdownMenu.Item>
      ))}
    >
      <SeverityMark severity={ticket.severity} />
      <span className="sr-only">{t('web.severity.change')}</span>
    </MenuButton>
  );
}
