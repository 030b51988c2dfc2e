import { Dialog } from 'radix-ui';
import { useState, type SubmitEvent } from 'react';
import type { TicketRow } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { SKIP_REASONS, type SkipReason } from '#web/ticket/skips.ts';
import { Button } from '#web/ui/Button.tsx';

interface SkipProps {
  row: TicketRow;
  onClose: () => void;
  onSkip: (reason: SkipReason, words: string) => void;
}

/** Why this one is not worked now; digits choose. */
export function SkipDialog({ row, onClose, onSkip }: SkipProps) {
  const [reason, setReason] = useState<SkipReason>('needs_skill');
  const [words, setWords] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onSkip(reason, words.trim());
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="dialog"
          aria-describedby={undefined}
          onKeyDown={(event) => {
            const picked = SKIP_REASONS[Number(event.key) - 1];
            if (picked !== undefined && !(event.target instanceof HTMLTextAreaElement)) setReason(picked);
          }}
        >
          <form onSubmit={submit}>
            <div className="grid gap-4 p-6">
              <Dialog.Title className="text-16">{t('web.work.skip.title', { number: row.number })}</Dialog.Title>
              <Reasons reason={reason} onPick={setReason} />
              <label className="grid gap-1 text-13 font-medium">
                {t('web.work.skip.words')}
                <textarea
                  className="field font-normal"
                  rows={2}
                  maxLength={500}
                  value={words}
                  onChange={(event) => setWords(event.target.value)}
                />
              </label>
              <p className="text-12 text-muted">{t('web.work.skip.kept')}</p>
            </div>
            <footer className="dialog-foot">
              <Button kind="ghost" onClick={onClose}>
                {t('web.dialog.cancel')}
              </Button>
              <Button type="submit" kind="primary">
                {t('web.work.skip.do')}
              </Button>
            </footer>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const Reasons = ({ reason, onPick }: { reason: SkipReason; onPick: (reason: SkipReason) => void }) => (
  <fieldset className="grid gap-2">
    <legend className="mb-1 text-13 text-muted">{t('web.work.skip.text')}</legend>
    {SKIP_REASONS.map((name, index) => (
      <label key={name} className="option">
        <input
          type="radio"
          name="skip"
          className="sr-only"
          value={name}
          checked={reason === name}
          onChange={() => onPick(name)}
        />
        <kbd className="key" aria-hidden="true">
          {index + 1}
        </kbd>
        {t(`web.work.skip.${name}`)}
      </label>
    ))}
  </fieldset>
);
