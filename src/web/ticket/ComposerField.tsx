import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { pressedKey } from '#web/app/keys/match-key.ts';
import { t } from '#web/app/i18n.ts';
import type { Mode } from '#web/ticket/drafts.ts';
import { useSend, type Sending } from '#web/ticket/use-send.ts';
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
  const sending = useSend(ticket, mode, meId, refusal !== null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (asked > 0) field.current?.focus();
  }, [asked]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = pressedKey(event.nativeEvent);
    if (key === 'Mod+Enter') {
      event.preventDefault();
      sending.send();
    }
    if (key === 'Escape') field.current?.blur();
  };
  const { text } = sending.draft;
  return (
    <>
      <p className="composer-to">
        {mode === 'reply'
          ? t('web.composer.to', { address: ticket.requesterEmail ?? ticket.requester.name })
          : t('web.composer.to_note', { name })}
        <span className="ms-auto" role="status">
          {sending.draft.isKept && t('web.composer.kept')}
        </span>
      </p>
      <textarea
        ref={field}
        className="composer-text"
        aria-label={mode === 'reply' ? t('web.composer.reply_to', { name }) : t('web.composer.note')}
        placeholder={refusal ?? t(`web.composer.placeholder.${mode}`, { name })}
        readOnly={refusal !== null}
        value={text}
        dir="auto"
        maxLength={100_000}
        onChange={(event) => sending.draft.write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <HeldBack sending={sending} />
      <div className="composer-foot">
        <Button
          kind={mode === 'reply' ? 'primary' : 'note'}
          shortcut="Mod+Enter"
          refusal={refusal ?? (sending.isEmpty ? t('web.composer.is_empty') : null)}
          aria-busy={sending.isPending}
          onClick={() => sending.send()}
        >
          {verb(mode, sending.isPending, name)}
        </Button>
      </div>
    </>
  );
}

function verb(mode: Mode, isPending: boolean, name: string): string {
  if (isPending) return t('web.composer.sending');
  return mode === 'reply' ? t('web.composer.send', { name }) : t('web.composer.add_note');
}

/** A reply that would pass a newer message: it goes out only when that is meant. */
const HeldBack = ({ sending }: { sending: Sending }) =>
  sending.heldBackBy === null ? null : (
    <div role="alert" className="held-back">
      <span className="me-auto">{t('web.composer.held_back', { name: sending.heldBackBy })}</span>
      <Button size="small" onClick={() => sending.send(true)}>
        {t('web.composer.send_anyway')}
      </Button>
      <Button size="small" kind="ghost" onClick={sending.edit}>
        {t('web.composer.edit')}
      </Button>
    </div>
  );
