import { useEffect, useRef } from 'react';
import type { Message } from '#contract/ticket.ts';
import { list } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { Sending } from '#web/ticket/use-send.ts';
import { Button } from '#web/ui/Button.tsx';
import { Moment } from '#web/ui/Moment.tsx';

interface Props {
  sending: Sending;
  messages: readonly Message[];
  onTurnIntoNote: () => void;
}

const nameOf = (message: Message): string => message.author?.name ?? message.fromAddress ?? t('web.name.unknown');

/** A reply that would pass newer messages: they are shown, and it goes out only when that is meant. */
export function HeldBack({ sending, messages, onTurnIntoNote }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const names = [...new Set(messages.map(nameOf))];
  return (
    <div ref={panel} role="alertdialog" tabIndex={-1} aria-labelledby="held-back" className="held-back">
      <p id="held-back" className="font-medium">
        {names.length === 0 ? t('web.held.title') : t('web.composer.held_back', { name: list(names) })}
      </p>
      <ul className="held-back-new">
        {messages.map((message) => (
          <li key={message.id} data-kind={message.kind}>
            <p className="text-12">
              <b className="font-medium">{t(`web.message.by.${message.kind}`, { name: nameOf(message) })}</b>{' '}
              <Moment at={message.at} />
            </p>
            <p className="held-back-text" dir="auto">
              {message.text}
            </p>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" onClick={sending.edit}>
          {t('web.composer.edit')}
        </Button>
        <Button size="small" onClick={onTurnIntoNote}>
          {t('web.held.note')}
        </Button>
        <Button
          size="small"
          kind="ghost"
          className="ms-auto"
          aria-busy={sending.isPending}
          onClick={sending.sendAnyway}
        >
          {t('web.composer.send_anyway')}
        </Button>
      </div>
    </div>
  );
}
