import { useQuery } from '@tanstack/react-query';
import type { Candidates } from '#contract/agent.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { serverNow } from '#web/app/clock.ts';
import { moment } from '#web/app/format.ts';
import { t, tCode } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { meQuery } from '#web/people/queries.ts';
import { candidatesQuery } from '#web/routing/queries.ts';
import { SmallDialog } from '#web/ticket/SmallDialog.tsx';
import { errorWords } from '#web/ui/ErrorState.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

/** Why (not) me: everybody of the ticket's team in the order in which they are asked, and what stands in the way of the others. */
export function CandidatesDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const { data, error } = useQuery(candidatesQuery(ticket.id));
  const { data: me } = useQuery(meQuery);
  return (
    <SmallDialog title={t('web.more.candidates')} onClose={onClose}>
      <div className="px-6 py-4">
        {error !== null && <p role="alert">{errorWords(error)}</p>}
        {data === undefined ? (
          error === null && <Skeleton rows={4} height={44} />
        ) : (
          <>
            <p className="pb-3 text-13 text-pretty text-muted">{whereItStands(ticket, data)}</p>
            <ol className="border-t border-line" aria-label={t('web.more.candidates')}>
              {data.items.map((each) => (
                <Candidate key={each.person.id} each={each} isMe={each.person.id === me?.id} />
              ))}
            </ol>
          </>
        )}
      </div>
    </SmallDialog>
  );
}

function Candidate({ each: { person, why, held, most }, isMe }: { each: Candidates['items'][number]; isMe: boolean }) {
  return (
    <li className="flex min-h-[44px] flex-wrap items-center gap-x-3 border-b border-line py-1 text-13">
      <Avatar person={person} size={20} />
      <span className="me-auto">{isMe ? t('web.candidates.me', { name: person.name }) : person.name}</span>
      <span className="num text-12 text-muted">
        {most === null ? t('web.candidates.held', { held }) : t('web.candidates.held_of', { held, most })}
      </span>
      <span className={why === null ? '' : 'text-muted'}>
        {tCode(`routing.why.${why ?? 'eligible'}`, 'web.candidates.other')}
      </span>
    </li>
  );
}

/** Who has it or is asked, or that it waits; and by which rule the order below is. */
function whereItStands({ assignee, team }: TicketDetail, { mode, distribution }: Candidates): string {
  const rule = t(`web.candidates.rule.${mode}`, { team: team.name });
  if (assignee !== null) return `${t('web.candidates.has', { name: assignee.name })} ${rule}`;
  if (distribution === null) return `${t('web.candidates.nobody', { team: team.name })} ${rule}`;
  const { to, expiresAt, looksAt } = distribution;
  const now = serverNow();
  if (to !== null) {
    return `${t('web.candidates.offered', { name: to.name, until: moment(expiresAt ?? now, now) })} ${rule}`;
  }
  const again = looksAt === null ? '' : ` ${t('web.candidates.again', { at: moment(looksAt, now) })}`;
  return `${t('web.candidates.waits', { team: team.name })}${again} ${rule}`;
}
