import { useEffect, useId, useRef, useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { isSending, pressedKey } from '#web/app/keys/match-key.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { AttachButton, FileList } from '#web/ticket/DraftFiles.tsx';
import { ComposerTo } from '#web/ticket/ComposerTo.tsx';
import type { Mode } from '#web/ticket/drafts.ts';
import { takeWords } from '#web/ticket/early-words.ts';
import { firstName } from '#web/ticket/first-name.ts';
import { HeldBack } from '#web/ticket/HeldBack.tsx';
import { refusalOf } from '#web/ticket/refusal.ts';
import { SendButton } from '#web/ticket/SendButton.tsx';
import { PromiseBy, Promised } from '#web/ticket/PromiseBy.tsx';
import { deskOf } from '#web/ticket/use-draft.ts';
import { useSend, type Sending } from '#web/ticket/use-send.ts';
import { useUploads } from '#web/ticket/use-uploads.ts';
import { WritingArea } from '#web/ticket/WritingArea.tsx';
import { WritingField } from '#web/ticket/WritingField.tsx';
import { Button } from '#web/ui/Button.tsx';

interface Props {
  ticket: TicketDetail;
  mode: Mode;
  meId: number;
  asked: number;
  onTyped: () => void;
  onNote: () => void;
  onTurnIntoNote: () => void;
}

/** The text of one mode, its destination and files, and the button that says what it will do. */
export function ComposerField({ ticket, mode, meId, asked, onTyped, onNote, onTurnIntoNote }: Props) {
  const name = firstName(ticket.requester.name);
  const uploads = useUploads(meId, ticket.id, mode);
  const sending = useSend({ ticket, mode, meId, isUploading: uploads.isBusy });
  const { type } = deskOf(meId, ticket.id);
  const { draft } = sending;
  const isFocused = useRef(false);
  const focus = (isInText: boolean): void => {
    isFocused.current = isInText;
  };
  const refusal = refusalOf(ticket.may[mode]);
  const id = useId();
  const { onKey, sendByKey } = useWritingKeys(sending, mode, ticket, id);
  const takeEarly = useEarlyWords(ticket.id, mode, sendByKey);
  return (
    <WritingArea id={id} isEmpty={draft.text === ''} onFocus={focus} onFiles={uploads.attach}>
      <ComposerTo ticket={ticket} mode={mode} draft={draft} onCc={(cc) => type(mode, { cc })} />
      <WritingField
        draft={draft}
        label={mode === 'reply' ? t('web.composer.reply_to', { name }) : t('web.composer.note')}
        placeholder={refusal ?? t(`web.composer.placeholder.${mode}`, { name })}
        isReadOnly={refusal !== null}
        asked={asked}
        takeWords={takeEarly}
        isFocused={isFocused}
        onType={(written) => {
          type(mode, written);
          onTyped();
        }}
        onFiles={uploads.attach}
        onKey={onKey}
        foot={
          <>
            <AttachButton isOff={refusal !== null} onFiles={uploads.attach} />
            {mode === 'reply' && refusal === null && <PromiseBy ticketId={ticket.id} meId={meId} />}
            <SendButton sending={sending} mode={mode} ticket={ticket} />
          </>
        }
      />
      <FileList files={draft.files} uploads={uploads} />
      {mode === 'reply' && draft.promised !== null && (
        <Promised ticketId={ticket.id} meId={meId} name={name} at={draft.promised.at} />
      )}
      {mode === 'reply' && /(^|\s)@\p{L}/u.test(draft.text) && <MentionHint name={name} onNote={onNote} />}
      {sending.heldBackBy !== null && (
        <HeldBack sending={sending} messages={sending.heldBackBy} onTurnIntoNote={onTurnIntoNote} />
      )}
    </WritingArea>
  );
}

/** Sending by key, in the field and around it; Escape leaves the field, and the text stays. */
function useWritingKeys(
  sending: Sending,
  mode: Mode,
  ticket: TicketDetail,
  id: string,
): { onKey: (event: KeyboardEvent) => boolean; sendByKey: (key: string) => void } {
  const isInside = (): boolean => document.getElementById(id)?.contains(document.activeElement) === true;
  const maySolve = mode === 'reply' && ticket.may.solve === null;
  useKeys([
    {
      id: 'writing.send',
      title: 'web.key.send',
      keys: ['Mod+Enter'],
      scope: 'writing',
      when: isInside,
      run: () => sending.send(),
    },
    {
      id: 'writing.send_solve',
      title: 'web.key.send_solve',
      keys: ['Mod+Shift+Enter'],
      scope: 'writing',
      when: () => isInside() && maySolve,
      run: () => sending.send('solved'),
    },
  ]);
  const sendByKey = (key: string): void => {
    if (key === 'Mod+Enter') sending.send();
    else if (maySolve) sending.send('solved');
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const key = pressedKey(event);
    if (key === 'Escape') (document.activeElement as HTMLElement | null)?.blur();
    // The editor would make a new line of it; the registry sends.
    return isSending(key) ? (sendByKey(key), true) : false;
  };
  return { onKey, sendByKey };
}

/** Gives out what was typed before the field was there; what was sent by then goes out as soon as it stands in the draft. */
function useEarlyWords(ticketId: number, mode: Mode, sendByKey: (key: string) => void): () => string {
  const [sentBy, setSentBy] = useState<string | null>(null);
  const send = useRef(sendByKey);
  useEffect(() => {
    send.current = sendByKey;
  });
  useEffect(() => {
    if (sentBy === null) return;
    setSentBy(null);
    send.current(sentBy);
  }, [sentBy]);
  return () => {
    const early = takeWords(ticketId, mode);
    setSentBy(early.sentBy);
    return early.text;
  };
}

/** A colleague is called in a note; in a reply the customer would read it. */
const MentionHint = ({ name, onNote }: { name: string; onNote: () => void }) => (
  <div className="composer-hint" role="status">
    <span className="me-auto">{t('web.composer.mention', { name })}</span>
    <Button size="small" onClick={onNote}>
      {t('web.composer.mention_note')}
    </Button>
  </div>
);
