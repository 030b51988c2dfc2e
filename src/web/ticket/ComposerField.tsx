import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { newCommandId } from '#web/app/api.ts';
import { pressedKey } from '#web/app/keys/match-key.ts';
import { t } from '#web/app/i18n.ts';
import type { Mode } from '#web/ticket/drafts.ts';
import { messagesQuery } from '#web/ticket/queries.ts';
import { useAct } from '#web/ticket/use-act.ts';
import { useDraft } from '#web/ticket/use-draft.ts';
import { Button } from '#web/ui/Button.tsx';

interface Props {
  ticket: TicketDetail;
  mode: Mode;
  meId: number;
  refusal: string | null;
  /** Counts how often writing was asked for by key or click; each time the field takes the focus. */
  asked: number;
}

/** The text of one mode, its destination, and the button that says what it will do. */
export function ComposerField({ ticket, mode, meId, refusal, asked }: Props) {
  const name = ticket.requester.name.split(/\s+/, 1)[0] ?? ticket.requester.name;
  const draft = useDraft(meId, ticket.id, mode);
  const act = useAct(ticket.id);
  const arrived = useArrivals(ticket.id, meId, draft.text !== '');
  const [isHeldBack, setHeldBack] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const commandId = useRef(newCommandId());
  useEffect(() => {
    if (asked > 0) field.current?.focus();
  }, [asked]);

  const isEmpty = draft.text.trim() === '';
  const send = (isSure = false): void => {
    if (isEmpty || refusal !== null || act.isPending) return;
    if (mode === 'reply' && arrived.name !== null && !isSure) return setHeldBack(true);
    const sent = { act: { type: mode, text: draft.text } as const, commandId: commandId.current };
    act.mutate(sent, {
      onSuccess: () => {
        commandId.current = newCommandId();
        setHeldBack(false);
        arrived.forget();
        draft.clear();
      },
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = pressedKey(event.nativeEvent);
    if (key === 'Mod+Enter') {
      event.preventDefault();
      send();
    }
    if (key === 'Escape') field.current?.blur();
  };
  return (
    <>
      <p className="composer-to">
        {mode === 'reply'
          ? t('web.composer.to', { address: ticket.requesterEmail ?? ticket.requester.name })
          : t('web.composer.to_note', { name })}
        <span className="ms-auto" role="status">
          {draft.isKept && t('web.composer.kept')}
        </span>
      </p>
      <textarea
        ref={field}
        className="composer-text"
        aria-label={mode === 'reply' ? t('web.composer.reply_to', { name }) : t('web.composer.note')}
        placeholder={refusal ?? t(`web.composer.placeholder.${mode}`, { name })}
        readOnly={refusal !== null}
        value={draft.text}
        dir="auto"
        maxLength={100_000}
        onChange={(event) => draft.write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {isHeldBack && arrived.name !== null && (
        <div
          role="alert"
          className="mx-3 mb-2 flex flex-wrap items-center gap-2 rounded-2 bg-soon-bg px-3 py-2 text-13 text-soon"
        >
          <span className="me-auto">{t('web.composer.held_back', { name: arrived.name })}</span>
          <Button size="small" onClick={() => send(true)}>
            {t('web.composer.send_anyway')}
          </Button>
          <Button size="small" kind="ghost" onClick={() => setHeldBack(false)}>
            {t('web.composer.edit')}
          </Button>
        </div>
      )}
      <div className="flex items-center justify-end gap-2 px-2 pb-2">
        <Button
          kind={mode === 'reply' ? 'primary' : 'note'}
          shortcut="Mod+Enter"
          refusal={refusal ?? (isEmpty ? t('web.composer.is_empty') : null)}
          aria-busy={act.isPending}
          onClick={() => send()}
        >
          {act.isPending
            ? t('web.composer.sending')
            : mode === 'reply'
              ? t('web.composer.send', { name })
              : t('web.composer.add_note')}
        </Button>
      </div>
    </>
  );
}

/** Who wrote while this person was typing, so that an answer does not go out past a newer message. */
function useArrivals(ticketId: number, meId: number, isWriting: boolean): { name: string | null; forget: () => void } {
  const { data: newest } = useInfiniteQuery({
    ...messagesQuery(ticketId),
    select: (data) => data.pages[0]?.items.at(-1),
  });
  const [seen, setSeen] = useState<number | null>(null);
  const newestId = newest?.id ?? null;
  if (newestId !== null && (seen === null || !isWriting) && seen !== newestId) setSeen(newestId);
  const isOther = newest !== undefined && seen !== null && newest.id > seen && newest.author?.id !== meId;
  return {
    name: isWriting && isOther ? (newest.author?.name ?? newest.fromAddress) : null,
    forget: () => setSeen(newestId),
  };
}
