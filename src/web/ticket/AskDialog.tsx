import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { pressedKey } from '#web/app/keys/match-key.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import type { Act } from '#web/ticket/perform.ts';
import { DialogFoot, RefusalAlert } from '#web/ticket/DialogEnd.tsx';
import { SmallDialog } from '#web/ticket/SmallDialog.tsx';
import { useAct, useCommandIds, useTakeBack } from '#web/ticket/use-act.ts';
import { Key } from '#web/ui/Key.tsx';

export interface Choice<Value extends string> {
  value: Value;
  words: string;
}

interface Props<Value extends string> {
  ticketId: number;
  title: string;
  /** What it does, before one does it. */
  text: string;
  /** What is chosen by a digit; the first is chosen where `isChosen`. */
  choices?: { label: string; of: readonly Choice<Value>[]; isChosen?: boolean };
  /** What stands above everything. */
  head?: ReactNode;
  /** Further fields, above the words. */
  children?: ReactNode;
  words?: { label: string; placeholder: string; isNeeded?: boolean };
  /** What is sent; null while something is missing. */
  act: (given: { choice: Value | null; words: string }) => Act | null;
  verb: string;
  /** What is said afterwards; or who says it, of what offers more than to be taken back by an act on the same ticket. */
  done: string | ((done: TicketDetail) => void);
  /** What takes it back, where something does. */
  back?: (done: TicketDetail) => Act;
  onClose: () => void;
}

/** What is put together before an act that needs more than a press: a choice in a digit, words, Ctrl+Enter. */
export function AskDialog<Value extends string = never>(props: Props<Value>) {
  const { title, text, head, choices, children, words: field, verb, onClose } = props;
  const { choice, setChoice, words, setWords, isAsked, act, send, onKeyDown } = useAsking(props);
  return (
    <SmallDialog title={title} onClose={onClose} onKeyDown={onKeyDown}>
      <div className="grid gap-4 px-6 py-4">
        {head !== undefined && <span className="justify-self-start">{head}</span>}
        <p className="text-13 text-pretty text-muted">{text}</p>
        {choices !== undefined && <Choices {...choices} chosen={choice} onPick={setChoice} />}
        {children}
        {field !== undefined && <Words {...field} words={words} onWrite={setWords} />}
        {isAsked && act.error === null && (
          <p role="alert" className="text-12 text-critical">
            {t('web.ask.missing')}
          </p>
        )}
        <RefusalAlert error={act.error} />
      </div>
      <DialogFoot isPending={act.isPending} onSend={send} onClose={onClose}>
        {verb}
      </DialogFoot>
    </SmallDialog>
  );
}

function useAsking<Value extends string>(props: Props<Value>) {
  const { ticketId, choices, words: field, done, back, onClose } = props;
  const offerBack = useTakeBack(ticketId);
  const [choice, setChoice] = useState<Value | null>(
    choices?.isChosen === true ? (choices.of[0]?.value ?? null) : null,
  );
  const [words, setWords] = useState('');
  const [isAsked, setAsked] = useState(false);
  const act = useAct(ticketId, 'dialog');
  const ids = useCommandIds();
  const isMissing = (choices !== undefined && choice === null) || (field?.isNeeded === true && words.trim() === '');
  const send = (): void => {
    if (act.isPending) return;
    const made = isMissing ? null : props.act({ choice, words });
    if (made === null) return setAsked(true);
    act.mutate(
      { act: made, commandId: ids.idFor(JSON.stringify(made)) },
      {
        onSuccess: (what) => {
          if (typeof done === 'function') {
            if (what !== 'waits') done(what);
          } else if (back === undefined || what === 'waits') toast(done);
          else offerBack(done, back(what));
          onClose();
        },
        onSettled: (_detail, error) => ids.decided(error),
      },
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = pressedKey(event.nativeEvent);
    const isTyping =
      event.target instanceof HTMLElement && event.target.matches('textarea, select, input:not([type=radio])');
    const picked = key !== null && /^[1-9]$/.test(key) && !isTyping ? choices?.of[Number(key) - 1] : undefined;
    if (picked !== undefined) setChoice(picked.value);
    else if (key === 'Mod+Enter') send();
    else return;
    event.preventDefault();
  };
  return { choice, setChoice, words, setWords, isAsked, act, send, onKeyDown };
}

interface WordsProps {
  label: string;
  placeholder: string;
  isNeeded?: boolean;
  words: string;
  onWrite: (words: string) => void;
}

const Words = ({ label, placeholder, isNeeded, words, onWrite }: WordsProps) => (
  <label className="grid gap-1 text-13">
    {label}
    <textarea
      className="field min-h-[72px] text-14"
      rows={3}
      maxLength={4_000}
      required={isNeeded}
      value={words}
      placeholder={placeholder}
      onChange={(event) => onWrite(event.target.value)}
    />
  </label>
);

interface ChoicesProps<Value extends string> {
  label: string;
  of: readonly Choice<Value>[];
  chosen: Value | null;
  onPick: (value: Value) => void;
}

const Choices = <Value extends string>({ label, of, chosen, onPick }: ChoicesProps<Value>) => (
  <fieldset className="flex flex-wrap gap-2">
    <legend className="mb-1 text-13">{label}</legend>
    {of.map(({ value, words }, index) => (
      <label key={value} className="option">
        <input
          type="radio"
          name="choice"
          className="sr-only"
          checked={chosen === value}
          onChange={() => onPick(value)}
        />
        <Key name={String(index + 1)} />
        {words}
      </label>
    ))}
  </fieldset>
);
