import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { KeyboardEvent, ReactNode } from 'react';
import { t } from '#web/app/i18n.ts';

interface Props {
  title: string;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
}

/** Where one begins: what is to be filled in or chosen, rather than the way out. */
function focusFirst(event: Event): void {
  const dialog = event.currentTarget;
  const first =
    dialog instanceof HTMLElement ? dialog.querySelector<HTMLElement>('input, select, textarea, [data-first]') : null;
  if (first === null) return;
  event.preventDefault();
  if (dialog instanceof HTMLElement && !dialog.contains(document.activeElement)) first.focus();
}

/** A dialog with a head and a way out of it. */
export const SmallDialog = ({ title, onClose, onKeyDown, children }: Props) => (
  <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
    <Dialog.Portal>
      <Dialog.Overlay className="scrim" />
      <Dialog.Content
        className="dialog"
        aria-describedby={undefined}
        onKeyDown={onKeyDown}
        onOpenAutoFocus={focusFirst}
      >
        <header className="flex items-center gap-3 border-b border-line px-6 py-3">
          <Dialog.Title className="text-16">{title}</Dialog.Title>
          <Dialog.Close
            className="button ms-auto"
            data-kind="ghost"
            data-size="icon"
            aria-label={t('web.dialog.close')}
          >
            <X className="icon" aria-hidden="true" />
          </Dialog.Close>
        </header>
        {children}
      </Dialog.Content>
    </Dialog.Portal>
  </Dialog.Root>
);
