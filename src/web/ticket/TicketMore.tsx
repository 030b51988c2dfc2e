import { Bell, Copy, Ellipsis, ShieldX, Undo2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Fragment, lazy, Suspense, useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { liveEscalation } from '#web/escalation/live-escalation.ts';
import { MATTER_ICONS, matterKey, MATTERS, mattersOf, mayMatter, type Matter } from '#web/ticket/matters.ts';
import { once, useAct, useUndoable } from '#web/ticket/use-act.ts';
import { Key } from '#web/ui/Key.tsx';
import { MenuButton } from '#web/ui/MenuButton.tsx';

const MatterDialog = lazy(() =>
  import('#web/ticket/MatterDialog.tsx').then((part) => ({ default: part.MatterDialog })),
);

/** What is done seldom: about its climb, asking others, and where it belongs. */
export function TicketMore({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false);
  const [shown, setShown] = useState<Matter | null>(null);
  const copy = useCopy(ticket.id);
  useKeys([
    { id: 'ticket.copy', title: 'web.key.copy', keys: ['y'], scope: 'ticket', run: copy },
    ...MATTERS.map((matter) => ({
      ...matterKey(matter),
      id: `ticket.${matter}`,
      when: () => mayMatter(ticket, matter),
      run: () => setShown(matter),
    })),
  ]);
  return (
    <>
      <MenuButton
        isOpen={isOpen}
        onOpenChange={setOpen}
        className="button"
        data-kind="ghost"
        data-size="icon"
        aria-label={t('web.more.label')}
        title={t('web.more.label')}
        align="end"
        menu={
          <>
            <Presses ticket={ticket} />
            <Matters ticket={ticket} onPick={setShown} />
            <Spam ticket={ticket} />
            <DropdownMenu.Item className="menu-item" onSelect={copy}>
              <Copy className="icon text-muted" aria-hidden="true" />
              {t('web.more.copy')}
              <Key name="y" />
            </DropdownMenu.Item>
          </>
        }
      >
        <Ellipsis className="icon" aria-hidden="true" />
      </MenuButton>
      {shown !== null && (
        <Suspense fallback={null}>
          <MatterDialog matter={shown} ticket={ticket} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </>
  );
}

function useCopy(ticketId: number): () => void {
  return () => {
    const link = new URL(`/t/${ticketId}`, location.href).href;
    navigator.clipboard.writeText(link).then(
      () => toast(t('web.more.copied')),
      () => toast(link, 'refused'),
    );
  };
}

/** What a press does. */
function Presses({ ticket }: { ticket: TicketDetail }) {
  const act = useAct(ticket.id);
  const escalationId = liveEscalation(ticket)?.id;
  const { may } = ticket;
  return (
    <>
      {escalationId !== undefined && may.end_silence === null && (
        <DropdownMenu.Item
          className="menu-item"
          onSelect={() => act.mutate(once({ type: 'end_silence', escalationId }))}
        >
          <Bell className="icon text-muted" aria-hidden="true" />
          {t('web.silence.end')}
        </DropdownMenu.Item>
      )}
      {escalationId !== undefined && may.take_back === null && (
        <DropdownMenu.Item className="menu-item" onSelect={() => act.mutate(once({ type: 'take_back', escalationId }))}>
          <Undo2 className="icon text-muted" aria-hidden="true" />
          <span className="grid">
            <span>{t('web.take_back.do')}</span>
            <span className="text-12 text-muted">{t('web.take_back.hint')}</span>
          </span>
        </DropdownMenu.Item>
      )}
    </>
  );
}

function Spam({ ticket }: { ticket: TicketDetail }) {
  const act = useUndoable(ticket.id);
  if (ticket.may.mark_spam !== null) return null;
  return (
    <DropdownMenu.Item
      className="menu-item"
      onSelect={() => act({ type: 'spam' }, t('web.spam.done'), { type: 'no_spam' })}
    >
      <ShieldX className="icon text-muted" aria-hidden="true" />
      {t('web.spam.do')}
    </DropdownMenu.Item>
  );
}

/** What asks for more in a dialog. */
const Matters = ({ ticket, onPick }: { ticket: TicketDetail; onPick: (matter: Matter) => void }) =>
  mattersOf(ticket).map((group) => (
    <Fragment key={group[0]}>
      {group.map((matter) => {
        const Icon = MATTER_ICONS[matter];
        const [key] = matterKey(matter).keys;
        return (
          <DropdownMenu.Item key={matter} className="menu-item" onSelect={() => onPick(matter)}>
            <Icon className="icon text-muted" aria-hidden="true" />
            {t(`web.more.${matter}`)}
            {key !== undefined && <Key name={key} />}
          </DropdownMenu.Item>
        );
      })}
      <DropdownMenu.Separator className="menu-line" />
    </Fragment>
  ));
