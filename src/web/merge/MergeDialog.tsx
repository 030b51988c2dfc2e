import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { TicketFinder } from '#web/link/TicketFinder.tsx';
import { SmallDialog } from '#web/ticket/SmallDialog.tsx';
import { useUndoable } from '#web/ticket/use-act.ts';

/** Which ticket it is one matter with. */
export function MergeDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const act = useUndoable(ticket.id);
  const merge = (into: { id: number; number: number }): void => {
    act({ type: 'merge', intoTicketId: into.id }, t('web.merge.done', { number: into.number }), { type: 'unmerge' });
    onClose();
  };
  return (
    <SmallDialog title={t('web.merge.title')} onClose={onClose}>
      <div className="grid gap-3 px-6 py-4">
        <p className="text-13 text-pretty text-muted">{t('web.merge.text')}</p>
        <TicketFinder ticket={ticket} onPick={merge} />
      </div>
    </SmallDialog>
  );
}
