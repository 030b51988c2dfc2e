import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleAlert, Clock } from 'lucide-react';
import { refusalWords, t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { peopleQuery } from '#web/people/queries.ts';
import type { Mode } from '#web/ticket/drafts.ts';
import { sendAnyway } from '#web/ticket/send-waiting.ts';
import { deskOf } from '#web/ticket/use-draft.ts';
import { dropWaiting, useWaiting, type WaitingAct } from '#web/ticket/waiting-acts.ts';
import { actWords } from '#web/ticket/waiting-words.ts';
import { Button } from '#web/ui/Button.tsx';
import { Moment } from '#web/ui/Moment.tsx';

interface ListProps {
  acts: readonly WaitingAct[];
  /** Names the ticket of each and leads there. */
  isLinked?: boolean;
  /** The words of one were put back where they were written. */
  onEdit?: (mode: Mode) => void;
}

/** What was done without a line and has not gone out; each can be taken back, and what the ticket overtook asks. */
export const WaitingList = ({ acts, isLinked = false, onEdit }: ListProps) => (
  <ul className="waiting" aria-label={t('web.waiting.list')}>
    {acts.map((act) => (
      <WaitingItem key={act.order} act={act} isLinked={isLinked} onEdit={onEdit} />
    ))}
  </ul>
);

/** What waits on the ticket that is open. */
export function WaitingHere({
  ticketId,
  meId,
  onEdit,
}: {
  ticketId: number;
  meId: number;
  onEdit: (mode: Mode) => void;
}) {
  const acts = useWaiting().filter((act) => act.personId === meId && act.ticketId === ticketId);
  return acts.length === 0 ? null : <WaitingList acts={acts} onEdit={onEdit} />;
}

interface ItemProps {
  act: WaitingAct;
  isLinked: boolean;
  onEdit: ((mode: Mode) => void) | undefined;
}

function WaitingItem({ act, isLinked, onEdit }: ItemProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: people } = useQuery(peopleQuery);
  // Should the browser refuse, the act stays where it is: nothing is lost.
  const failed = (): void => toast(t('web.error.unknown', { code: 'internal' }), 'refused');
  const edit = async (mode: Mode): Promise<void> => {
    if (act.written === null) return;
    deskOf(act.personId, act.ticketId).add(mode, act.written);
    await dropWaiting(act.order);
    if (onEdit !== undefined) return onEdit(mode);
    await navigate({ to: '/t/$ticketId', params: { ticketId: act.ticketId } });
  };
  const mode = act.act.type === 'reply' || act.act.type === 'note' ? act.act.type : null;
  const Icon = act.asks === null ? Clock : CircleAlert;
  return (
    <li data-asks={act.asks !== null || undefined} data-kind={act.act.type}>
      <Icon className="icon" aria-hidden="true" />
      <div className="waiting-words">
        {isLinked && (
          <Link to="/t/$ticketId" params={{ ticketId: act.ticketId }} className="cut text-12 text-muted">
            {t('web.waiting.ticket', { number: act.number, subject: act.subject })}
          </Link>
        )}
        <p className="cut" dir="auto">
          {actWords(act.act, people)}
        </p>
        <p className="text-12 text-muted">
          {act.asks === null ? t('web.waiting.waits') : whyItAsks(act.asks)} <Moment at={act.at} />
        </p>
      </div>
      <div className="waiting-acts">
        {act.asks !== null && (
          <Button size="small" onClick={() => void sendAnyway(client, act).catch(failed)}>
            {t(mode === 'reply' ? 'web.composer.send_anyway' : 'web.waiting.do_anyway')}
          </Button>
        )}
        {mode !== null && act.written !== null && (
          <Button size="small" kind="ghost" onClick={() => void edit(mode).catch(failed)}>
            {t('web.waiting.edit')}
          </Button>
        )}
        <Button size="small" kind="ghost" onClick={() => void dropWaiting(act.order).catch(failed)}>
          {t('web.waiting.drop')}
        </Button>
      </div>
    </li>
  );
}

const whyItAsks = (code: string): string =>
  code === 'changed_meanwhile' ? t('web.waiting.changed') : refusalWords(code);
