import { useQuery } from '@tanstack/react-query';
import { Lock, Mail } from 'lucide-react';
import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { meQuery } from '#web/people/queries.ts';
import { ComposerField } from '#web/ticket/ComposerField.tsx';
import type { Mode } from '#web/ticket/drafts.ts';
import { refusalOf } from '#web/ticket/refusal.ts';
import { Key } from '#web/ui/Key.tsx';

const MODES = [
  { mode: 'reply', icon: Mail, key: 'r' },
  { mode: 'note', icon: Lock, key: 'n' },
] as const;

const firstName = (name: string): string => name.split(/\s+/, 1)[0] ?? name;

/** Where one writes to the requester, or to colleagues only; the two never look alike and never share a text. */
export function Composer({ ticket }: { ticket: TicketDetail }) {
  const { data: me } = useQuery(meQuery);
  const [mode, setMode] = useState<Mode>(ticket.may.reply === null ? 'reply' : 'note');
  const [asked, setAsked] = useState(0);
  const name = firstName(ticket.requester.name);
  const write = (next: Mode): void => {
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
  if (me === undefined) return null;
  return (
    <div className="composer" data-mode={mode}>
      <div className="flex flex-wrap items-center gap-1 px-2 pt-[6px]" role="group" aria-label={t('web.composer.mode')}>
        {MODES.map(({ mode: one, icon: Icon, key }) => (
          <button
            key={one}
            type="button"
            className="composer-tab"
            data-mode={one}
            aria-pressed={mode === one}
            aria-keyshortcuts={key}
            onClick={() => write(one)}
          >
            <Icon className="icon" aria-hidden="true" />
            {one === 'reply' ? t('web.composer.reply_to', { name }) : t('web.composer.note')}
            {mode !== one && <Key name={key} />}
          </button>
        ))}
      </div>
      <ComposerField
        key={mode}
        ticket={ticket}
        mode={mode}
        meId={me.id}
        refusal={refusalOf(ticket.may[mode])}
        asked={asked}
      />
    </div>
  );
}
