import { ArrowUp, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { Escalate, TicketDetail } from '#contract/ticket.ts';
import { isUnreached, newCommandId } from '#web/app/api.ts';
import { pressedKey } from '#web/app/keys/match-key.ts';
import { list } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { toast } from '#web/app/toasts.ts';
import { liveEscalation } from '#web/escalation/live-escalation.ts';
import { WhatHappens } from '#web/escalation/WhatHappens.tsx';
import { SeverityMark } from '#web/ticket/SeverityMark.tsx';
import { useAct } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';
import { errorWords } from '#web/ui/ErrorState.tsx';
import { Key } from '#web/ui/Key.tsx';

const REASONS: readonly Escalate['reason'][] = [
  'skill',
  'authority',
  'asked_for_manager',
  'sla_at_risk',
  'threat_or_abuse',
  'repeat_contact',
];

/** Escalating as one act: why, in a digit; a few words; what happens next; sent with Ctrl+Enter. */
export function EscalateDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const [reason, setReason] = useState<Escalate['reason'] | null>(null);
  const [words, setWords] = useState('');
  const [isAsked, setAsked] = useState(false);
  const act = useAct(ticket.id);
  const commandId = useRef(newCommandId());
  // What was on the screen when the dialog opened: if the climb moved on since, the server says so.
  const current = liveEscalation(ticket)?.firing ?? null;
  const [opened] = useState(current);
  const isRefused = act.isError && !isUnreached(act.error);
  const send = (): void => {
    if (act.isPending) return;
    if (reason === null) return setAsked(true);
    act.mutate(
      { act: { type: 'escalate', firing: isRefused ? current : opened, reason, words }, commandId: commandId.current },
      {
        onSuccess: (detail) => {
          const told = liveEscalation(detail)?.told.map((one) => one.name) ?? [];
          toast(told.length === 0 ? t('web.escalate.done') : t('web.escalate.done_told', { names: list(told) }));
          onClose();
        },
        // A refused act is over; trying again, knowing more, is another act.
        onError: () => {
          commandId.current = newCommandId();
        },
      },
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = pressedKey(event.nativeEvent);
    if (key === 'Mod+Enter') send();
    const digit = key !== null && /^[1-6]$/.test(key) && !(event.target instanceof HTMLTextAreaElement);
    if (digit) setReason(REASONS[Number(key) - 1] ?? null);
    if (digit || key === 'Mod+Enter') event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog escalate" aria-describedby={undefined} onKeyDown={onKeyDown}>
          <Head ticket={ticket} />
          <div className="grid gap-4 px-6 py-4">
            <Reasons reason={reason} isMissing={isAsked && reason === null} onPick={setReason} />
            <label className="escalate-row">
              <span className="escalate-label">{t('web.escalate.words')}</span>
              <span>
                <textarea
                  className="field min-h-[72px] text-14"
                  rows={3}
                  maxLength={4_000}
                  value={words}
                  placeholder={t('web.escalate.words_placeholder')}
                  onChange={(event) => setWords(event.target.value)}
                />
                <span className="text-12 text-muted">{t('web.escalate.words_hint')}</span>
              </span>
            </label>
            <WhatHappens ticket={ticket} />
            {act.isError && (
              <p role="alert" className="rounded-2 bg-soon-bg px-3 py-2 text-13 text-soon">
                {errorWords(act.error)}
              </p>
            )}
          </div>
          <footer className="dialog-foot">
            <Button kind="ghost" onClick={onClose}>
              {t('web.dialog.cancel')}
            </Button>
            <Button kind="primary" shortcut="Mod+Enter" aria-busy={act.isPending} onClick={send}>
              <ArrowUp className="icon" aria-hidden="true" />
              {t('web.act.escalate')}
            </Button>
          </footer>
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

interface ReasonsProps {
  reason: Escalate['reason'] | null;
  isMissing: boolean;
  onPick: (reason: Escalate['reason']) => void;
}

const Reasons = ({ reason, isMissing, onPick }: ReasonsProps) => (
  <fieldset className="escalate-row" aria-describedby={isMissing ? 'reason-missing' : undefined}>
    <legend className="sr-only">{t('web.escalate.why')}</legend>
    <span className="escalate-label" aria-hidden="true">
      {t('web.escalate.why')}
    </span>
    <span className="flex flex-wrap gap-2">
      {REASONS.map((one, index) => (
        <label key={one} className="option">
          <input
            type="radio"
            name="reason"
            className="sr-only"
            value={one}
            checked={reason === one}
            onChange={() => onPick(one)}
          />
          <Key name={String(index + 1)} />
          {t(`web.reason.${one}`)}
        </label>
      ))}
      {isMissing && (
        <span id="reason-missing" role="alert" className="w-full text-12 text-critical">
          {t('web.escalate.why_missing')}
        </span>
      )}
    </span>
  </fieldset>
);
