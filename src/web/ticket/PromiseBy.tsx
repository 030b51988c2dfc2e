import { Flag, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { PromiseWords } from '#contract/escalation-preview.ts';
import { api } from '#web/app/api.ts';
import { serverNow, useTick } from '#web/app/clock.ts';
import { moment, shownZone } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { promiseTimes } from '#web/ticket/promise-times.ts';
import { givenTime, withoutTime } from '#web/ticket/promised-words.ts';
import { deskOf } from '#web/ticket/use-draft.ts';
import { errorWords } from '#web/ui/ErrorState.tsx';
import { MenuButton } from '#web/ui/MenuButton.tsx';

interface Props {
  ticketId: number;
  meId: number;
}

/** Names a time in the reply: as a sentence in the customer's language, and as a promise that Belay keeps watch over. */
export function PromiseBy({ ticketId, meId }: Props) {
  const [isOpen, setOpen] = useState(false);
  const name = async (at: number): Promise<void> => {
    const desk = deskOf(meId, ticketId);
    try {
      const said = await api.get<PromiseWords>(`/api/tickets/${ticketId}/promise-words?at=${at}`);
      desk.put('reply', givenTime(desk.read('reply'), said.text, at));
    } catch (error) {
      toast(errorWords(error));
    }
  };
  return (
    <MenuButton
      isOpen={isOpen}
      onOpenChange={setOpen}
      className="editor-tool"
      align="start"
      title={t('web.promise_by.label')}
      aria-label={t('web.promise_by.label')}
      menu={
        <>
          <DropdownMenu.Label className="menu-title">{t('web.promise_by.head')}</DropdownMenu.Label>
          {isOpen &&
            promiseTimes(serverNow(), shownZone()).map((at) => (
              <DropdownMenu.Item key={at} className="menu-item" onSelect={() => void name(at)}>
                <span className="num">{moment(at, serverNow())}</span>
              </DropdownMenu.Item>
            ))}
        </>
      }
    >
      <Flag className="icon" aria-hidden="true" />
    </MenuButton>
  );
}

/** What the reply promises; it may be taken out again. */
export function Promised({ ticketId, meId, name, at }: Props & { name: string; at: number }) {
  const isPast = useTick((now) => at <= now);
  const words = isPast ? t('web.promise_by.past') : t('web.promise_by.given', { name, at: moment(at, serverNow()) });
  const remove = (): void => {
    const desk = deskOf(meId, ticketId);
    desk.put('reply', withoutTime(desk.read('reply')));
  };
  return (
    <div className="composer-hint" data-kind={isPast ? undefined : 'promise'} role="status">
      <Flag className="icon shrink-0" aria-hidden="true" />
      <span className="me-auto">{words}</span>
      <button type="button" className="button" data-kind="ghost" data-size="icon" onClick={remove}>
        <X className="icon" aria-hidden="true" />
        <span className="sr-only">{t('web.promise_by.remove')}</span>
      </button>
    </div>
  );
}
