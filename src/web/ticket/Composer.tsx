import { useQuery } from '@tanstack/react-query';
import { Lock, Mail } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { meQuery } from '#web/people/queries.ts';
import { onAskToWrite } from '#web/ticket/ask-to-write.ts';
import { ComposerField } from '#web/ticket/ComposerField.tsx';
import type { Mode } from '#web/ticket/drafts.ts';
import { catchWords, earlyMode } from '#web/ticket/early-words.ts';
import { firstName } from '#web/ticket/first-name.ts';
import { Outbox } from '#web/ticket/Outbox.tsx';
import { SoftClaim } from '#web/ticket/Presence.tsx';
import { deskOf } from '#web/ticket/use-draft.ts';
import { useBeHere } from '#web/ticket/use-presence.ts';
import { composerPlace } from '#web/ticket/use-write-early.ts';
import { WaitingHere } from '#web/ticket/WaitingActs.tsx';
import { Key } from '#web/ui/Key.tsx';

const MODES = [
  { mode: 'reply', icon: Mail, key: 'r' },
  { mode: 'note', icon: Lock, key: 'n' },
] as const;

/** Where one writes to the requester, or to colleagues only; the two never look alike and never share a text. */
export function Composer({ ticket }: { ticket: TicketDetail }) {
  const { data: me } = useQuery(meQuery);
  const [mode, setMode] = useState<Mode>(earlyMode(ticket.id) ?? (ticket.may.reply === null ? 'reply' : 'note'));
  const [asked, setAsked] = useState(earlyMode(ticket.id) === null ? 0 : 1);
  const here = useBeHere(ticket.id);
  const write = (next: Mode): void => {
    // Between the key and the field that it asks for, what is typed is words already.
    if (ticket.may[next] === null) catchWords(ticket.id, next);
    setMode(next);
    setAsked((times) => times + 1);
  };
  useKeys(
    MODES.map(({ mode: one, key }) => ({
      id: `ticket.${one}`,
      title: `web.key.${one}` as const,
      keys: [key],
      scope: 'ticket' as const,
      when: () => ticket.may[one] === null,
      run: () => write(one),
    })),
  );
  const newest = useRef(write);
  useEffect(() => {
    newest.current = write;
  });
  useEffect(() => onAskToWrite((next) => newest.current(next)), []);
  if (me === undefined) return null;
  /** Only by an own act, never by changing the mode: what was a reply is from now on a note. */
  const turnIntoNote = (): void => {
    const desk = deskOf(me.id, ticket.id);
    desk.add('note', { ...desk.read('reply'), cc: '', promised: null });
    desk.clear('reply');
    write('note');
  };
  return (
    <div className="composer-place" id={composerPlace(ticket.id)}>
      <WaitingHere ticketId={ticket.id} meId={me.id} onEdit={write} />
      <Outbox ticket={ticket} meId={me.id} onUndone={() => write('reply')} />
      <SoftClaim ticketId={ticket.id} meId={me.id} />
      <div className="composer" data-mode={mode}>
        <Modes mode={mode} name={firstName(ticket.requester.name)} onWrite={write} />
        <ComposerField
          key={mode}
          ticket={ticket}
          mode={mode}
          meId={me.id}
          asked={asked}
          onTyped={() => here.write(mode)}
          onNote={() => write('note')}
          onTurnIntoNote={turnIntoNote}
        />
      </div>
    </div>
  );
}

const Modes = ({ mode, name, onWrite }: { mode: Mode; name: string; onWrite: (mode: Mode) => void }) => (
  <div className="flex flex-wrap items-center gap-1 px-2 pt-[6px]" role="group" aria-label={t('web.composer.mode')}>
    {MODES.map(({ mode: one, icon: Icon, key }) => (
      <button
        key={one}
        type="button"
        className="composer-tab"
        data-mode={one}
        aria-pressed={mode === one}
        aria-keyshortcuts={key}
        onClick={() => onWrite(one)}
      >
        <Icon className="icon" aria-hidden="true" />
        {one === 'reply' ? t('web.composer.reply_to', { name }) : t('web.composer.note')}
        {mode !== one && <Key name={key} />}
      </button>
    ))}
  </div>
);
