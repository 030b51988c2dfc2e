import { ArrowUp, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { pressedKey } from '#web/app/keys/match-key.ts';
import { t } from '#web/app/i18n.ts';
import { AmountRow } from '#web/escalation/AmountRow.tsx';
import { takeKeys } from '#web/escalation/early-keys.ts';
import { GateRow } from '#web/escalation/GateRow.tsx';
import { NEEDS, REASONS } from '#web/escalation/choices.ts';
import { DigitOptions } from '#web/escalation/DigitOptions.tsx';
import { TellRow } from '#web/escalation/TellRow.tsx';
import { TriedRow } from '#web/escalation/TriedRow.tsx';
import { useEscalate, type Escalating } from '#web/escalation/use-escalate.ts';
import { WhatHappens } from '#web/escalation/WhatHappens.tsx';
import { OpenLegDialog } from '#web/leg/OpenLegDialog.tsx';
import { DialogFoot, RefusalAlert } from '#web/ticket/DialogEnd.tsx';
import { SeverityMark } from '#web/ticket/SeverityMark.tsx';
import { Switch } from '#web/ui/Switch.tsx';

const WAYS = ['up', 'across', 'both'] as const;
type Way = (typeof WAYS)[number];

interface Props {
  ticket: TicketDetail;
  onClose: () => void;
}

/** Up the ladder, across to a skill or a team, or the one and then the other. */
export function EscalateDialog({ ticket, onClose }: Props) {
  const [way, setWay] = useState<Way>('up');
  const ways = ticket.may.open_leg === null && (
    <Switch
      label={t('web.escalate.way.label')}
      value={way}
      options={WAYS.map((value) => ({ value, words: t(`web.escalate.way.${value}`) }))}
      onPick={setWay}
    />
  );
  if (way === 'across') return <OpenLegDialog ticket={ticket} ways={ways} onClose={onClose} />;
  return (
    <Up ticket={ticket} ways={ways} onClose={onClose} onDone={way === 'both' ? () => setWay('across') : onClose} />
  );
}

/** As one act: why, in a digit; a few words; what happens next; sent with Ctrl+Enter. */
function Up({ ticket, ways, onClose, onDone }: Props & { ways: ReactNode; onDone: () => void }) {
  const escalating = useEscalate(ticket, onDone);
  const dialog = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = pressedKey(event.nativeEvent);
    const isTyping = event.target instanceof HTMLElement && event.target.matches('textarea, input:not([type=radio])');
    const digit = key !== null && /^[1-6]$/.test(key) && !isTyping ? Number(key) : null;
    if (digit !== null) chooseBy(digit, event.target, escalating, dialog.current);
    else if (key === 'Mod+Enter') escalating.send();
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          ref={dialog}
          className="dialog escalate"
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            // it opens at its top: scrolling to what has the focus would lay the page out twice
            focusGroup(dialog.current, pickEarly(escalating) ? 'need' : 'reason', { preventScroll: true });
          }}
        >
          <Head ticket={ticket} ways={ways} />
          <div className="grid gap-4 px-6 py-4">
            <Why escalating={escalating} />
            <GateRow ticket={ticket} reason={escalating.reason} />
            <Needed escalating={escalating} />
            <Words escalating={escalating} />
            <AmountRow ticket={ticket} escalating={escalating} />
            <TriedRow ticket={ticket} />
            <WhatHappens ticket={ticket} />
            <TellRow ticket={ticket} escalating={escalating} />
            <RefusalAlert error={escalating.error} />
          </div>
          <DialogFoot isPending={escalating.isPending} onSend={escalating.send} onClose={onClose}>
            <ArrowUp className="icon" aria-hidden="true" />
            {t(escalating.isGuarded ? 'web.escalate.call_guarded' : 'web.act.escalate')}
          </DialogFoot>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const Why = ({ escalating }: { escalating: Escalating }) => (
  <DigitOptions
    name="reason"
    label={t('web.escalate.why')}
    options={REASONS.map((value) => ({ value, words: t(`web.escalate.reason.${value}`) }))}
    chosen={escalating.reason}
    onPick={escalating.pick}
    problem={escalating.isReasonMissing ? t('web.escalate.why_missing') : null}
  />
);

const Needed = ({ escalating }: { escalating: Escalating }) => (
  <DigitOptions
    name="need"
    label={t('web.escalate.need')}
    options={NEEDS.map((value) => ({ value, words: t(`web.escalate.need.${value}`) }))}
    chosen={escalating.need}
    onPick={escalating.want}
  />
);

/** Chooses by what was pressed before the dialog had the focus, and so could not hear it. Gives back whether it says why. */
function pickEarly({ pick, want, send }: Escalating): boolean {
  const { digits, isSent } = takeKeys();
  const [why = 0, what = 0] = digits;
  const [reason, need] = [REASONS[why - 1], NEEDS[what - 1]];
  if (reason !== undefined) pick(reason);
  if (need !== undefined) want(need);
  if (isSent) send();
  return reason !== undefined;
}

const focusGroup = (dialog: HTMLElement | null, name: 'reason' | 'need', options?: FocusOptions): void =>
  dialog?.querySelector<HTMLInputElement>(`input[name=${name}]`)?.focus(options);

/** The first digit says why, the next what is needed: `E 2 1`. In a group that has the focus a digit chooses again. */
function chooseBy(digit: number, target: EventTarget, escalating: Escalating, dialog: HTMLElement | null): void {
  const isIn = (name: string): boolean => target instanceof HTMLInputElement && target.name === name;
  const isNeed = isIn('need') || (escalating.reason !== null && !isIn('reason'));
  if (isNeed) {
    const need = NEEDS[digit - 1];
    if (need !== undefined) escalating.want(need);
    return;
  }
  const reason = REASONS[digit - 1];
  if (reason === undefined) return;
  escalating.pick(reason);
  focusGroup(dialog, 'need');
}

const Head = ({ ticket, ways }: { ticket: TicketDetail; ways: ReactNode }) => (
  <header className="flex flex-wrap items-center gap-3 border-b border-line px-6 py-3">
    <Dialog.Title className="text-16">
      {t('web.escalate.title')}
      <span className="num ms-2 font-normal text-muted">{t('web.ticket.number', { number: ticket.number })}</span>
    </Dialog.Title>
    <SeverityMark severity={ticket.severity} />
    <span className="max-md:order-last max-md:w-full md:ms-auto">{ways}</span>
    <Dialog.Close
      className="button max-md:ms-auto"
      data-kind="ghost"
      data-size="icon"
      aria-label={t('web.dialog.close')}
    >
      <X className="icon" aria-hidden="true" />
    </Dialog.Close>
  </header>
);

const Words = ({ escalating }: { escalating: Escalating }) => (
  <label className="escalate-row">
    <span className="escalate-label">{t('web.escalate.words')}</span>
    <span>
      <textarea
        className="field min-h-[72px] text-14"
        rows={3}
        maxLength={4_000}
        value={escalating.words}
        placeholder={t('web.escalate.words_placeholder')}
        onChange={(event) => escalating.write(event.target.value)}
      />
      <span className="text-12 text-muted">{t('web.escalate.words_hint')}</span>
    </span>
  </label>
);
