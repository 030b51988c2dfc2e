import { ArrowUp, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef, type KeyboardEvent } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { pressedKey } from '#web/app/keys/match-key.ts';
import { t } from '#web/app/i18n.ts';
import { AmountRow } from '#web/escalation/AmountRow.tsx';
import { GateRow } from '#web/escalation/GateRow.tsx';
import { REASONS, ReasonOptions } from '#web/escalation/ReasonOptions.tsx';
import { TriedRow } from '#web/escalation/TriedRow.tsx';
import { useEscalate, type Escalating } from '#web/escalation/use-escalate.ts';
import { WhatHappens } from '#web/escalation/WhatHappens.tsx';
import { DialogFoot, RefusalAlert } from '#web/ticket/DialogEnd.tsx';
import { SeverityMark } from '#web/ticket/SeverityMark.tsx';

/** Escalating as one act: why, in a digit; a few words; what happens next; sent with Ctrl+Enter. */
export function EscalateDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const escalating = useEscalate(ticket, onClose);
  const dialog = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = pressedKey(event.nativeEvent);
    const isTyping = event.target instanceof HTMLElement && event.target.matches('textarea, input:not([type=radio])');
    const isDigit = key !== null && /^[1-6]$/.test(key) && !isTyping;
    const reason = isDigit ? REASONS[Number(key) - 1] : undefined;
    if (reason !== undefined) escalating.pick(reason);
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
            dialog.current?.querySelector<HTMLInputElement>('input[type=radio]')?.focus();
          }}
        >
          <Head ticket={ticket} />
          <div className="grid gap-4 px-6 py-4">
            <ReasonOptions reason={escalating.reason} isMissing={escalating.isReasonMissing} onPick={escalating.pick} />
            <GateRow ticket={ticket} reason={escalating.reason} />
            <Words escalating={escalating} />
            <AmountRow ticket={ticket} escalating={escalating} />
            <TriedRow ticket={ticket} />
            <WhatHappens ticket={ticket} />
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

const Head = ({ ticket }: { ticket: TicketDetail }) => (
  <header className="flex items-center gap-3 border-b border-line px-6 py-3">
    <Dialog.Title className="text-16">
      {t('web.escalate.title')}
      <span className="num ms-2 font-normal text-muted">{t('web.ticket.number', { number: ticket.number })}</span>
    </Dialog.Title>
    <SeverityMark severity={ticket.severity} />
    <Dialog.Close className="button ms-auto" data-kind="ghost" data-size="icon" aria-label={t('web.dialog.close')}>
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
