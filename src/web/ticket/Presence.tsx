import { useQuery } from '@tanstack/react-query';
import { Eye, Pencil } from 'lucide-react';
import { list } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { meQuery } from '#web/people/queries.ts';
import { useOthers } from '#web/ticket/use-presence.ts';

const MOST = 4;

/** Who else is at this ticket, and what they do there. */
export function PresenceRow({ ticketId }: { ticketId: number }) {
  const { data: me } = useQuery(meQuery);
  const others = useOthers(ticketId, me?.id ?? 0);
  if (others.length === 0) return null;
  const words = others.map(({ person, mode }) => t(`web.presence.${mode}`, { name: person.name })).join('. ');
  return (
    <span className="presence" title={words}>
      {others.slice(0, MOST).map(({ person, mode }) => (
        <span key={person.id} className="presence-one" data-mode={mode}>
          <Avatar person={person} size={20} />
          {mode === 'viewing' ? <Eye aria-hidden="true" /> : <Pencil aria-hidden="true" />}
        </span>
      ))}
      {others.length > MOST && (
        <span className="text-12">{t('web.presence.more', { count: others.length - MOST })}</span>
      )}
      <span className="sr-only">{words}</span>
    </span>
  );
}

/** Somebody else is answering already: said where one would begin to write. */
export function SoftClaim({ ticketId, meId }: { ticketId: number; meId: number }) {
  const writing = useOthers(ticketId, meId).filter(({ mode }) => mode === 'replying');
  return (
    <div role="status">
      {writing.length > 0 && (
        <p className="soft-claim">
          {writing.map(({ person }) => (
            <Avatar key={person.id} person={person} size={20} />
          ))}
          {t('web.presence.claim', { names: list(writing.map(({ person }) => person.name)), count: writing.length })}
        </p>
      )}
    </div>
  );
}
