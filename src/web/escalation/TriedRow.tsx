import { Check } from 'lucide-react';
import type { TicketDetail } from '#contract/ticket.ts';
import { serverNow } from '#web/app/clock.ts';
import { spokenDuration } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { countTried } from '#web/escalation/tried.ts';
import { useLog } from '#web/ticket/use-log.ts';

/** What was done so far, from the log: whoever is called does not begin anew. */
export function TriedRow({ ticket }: { ticket: TicketDetail }) {
  const log = useLog(ticket);
  const tried = countTried(ticket, log.events, serverNow());
  const words = [
    tried.replies > 0 && t('web.tried.replies', { count: tried.replies }),
    tried.notes > 0 && t('web.tried.notes', { count: tried.notes }),
    tried.attempts > 0 && t('web.tried.attempts', { count: tried.attempts }),
    tried.holders > 1 && t('web.tried.holders', { count: tried.holders }),
    tried.escalations > 0 && t('web.tried.escalations', { count: tried.escalations }),
  ].filter((one) => one !== false);
  return (
    <div className="escalate-row">
      <span className="escalate-label" id="tried">
        {t('web.tried.label')}
      </span>
      <ul className="flex min-h-[32px] flex-wrap items-center gap-2" aria-labelledby="tried" aria-busy={log.isPending}>
        {!log.isPending && words.length === 0 && <li className="text-13 text-muted">{t('web.tried.nothing')}</li>}
        {words.map((one) => (
          <li key={one} className="tag">
            <Check className="icon" aria-hidden="true" />
            {one}
          </li>
        ))}
        <li className="text-13 text-muted">{t('web.tried.with_us', { length: spokenDuration(tried.withUsMs) })}</li>
      </ul>
    </div>
  );
}
