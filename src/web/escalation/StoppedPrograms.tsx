import type { TicketDetail } from '#contract/ticket.ts';
import { serverNow } from '#web/app/clock.ts';
import { moment } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { useAct, useCommandIds } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';

/** Says that programs change nothing here any more, and lets whoever leads end it; nothing while they may. */
export function StoppedPrograms({ ticket }: { ticket: TicketDetail }) {
  const act = useAct(ticket.id);
  const ids = useCommandIds();
  if (ticket.automationParkedAt === null) return null;
  const resume = (): void => {
    if (act.isPending) return;
    act.mutate(
      { act: { type: 'resume_automation' }, commandId: ids.idFor(`resume ${ticket.automationParkedAt}`) },
      { onSettled: (_detail, error) => ids.decided(error) },
    );
  };
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 rounded-2 bg-soon-bg px-3 py-2 text-13 text-soon">
      {t('web.automation.stopped', { at: moment(ticket.automationParkedAt, serverNow()) })}
      {ticket.may.resume_automation === null && (
        <Button kind="ghost" aria-busy={act.isPending} onClick={resume}>
          {t('web.automation.resume')}
        </Button>
      )}
    </p>
  );
}
