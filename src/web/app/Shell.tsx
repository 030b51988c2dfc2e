import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { Menu } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { KeyHelp } from '#web/app/keys/KeyHelp.tsx';
import { listenToKeys } from '#web/app/keys/keys.ts';
import { useShellKeys } from '#web/app/use-shell-keys.ts';
import { LiveBanner } from '#web/app/LiveBanner.tsx';
import { onLineBack, openLive } from '#web/app/live.ts';
import { checkAllKept } from '#web/app/offline/check-kept.ts';
import { t } from '#web/app/i18n.ts';
import { Palette } from '#web/app/Palette.tsx';
import { Rail } from '#web/app/Rail.tsx';
import { ClockAlarms } from '#web/sla/ClockAlarms.tsx';
import { NewTicket } from '#web/ticket/NewTicket.tsx';
import { keepSending } from '#web/ticket/send-waiting.ts';
import { useWriteEarly } from '#web/ticket/use-write-early.ts';
import { Brand } from '#web/ui/Brand.tsx';

/** The frame of the desk: rail, banner, page, and what listens for as long as somebody is signed in. */
export function Shell() {
  const client = useQueryClient();
  useEffect(() => openLive(client), [client]);
  useEffect(() => keepSending(client), [client]);
  useEffect(() => {
    void checkAllKept(client);
    return onLineBack(() => void checkAllKept(client));
  }, [client]);
  useEffect(() => listenToKeys(), []);
  useShellKeys();
  useWriteEarly();
  return (
    <div className="desk">
      <a href="#page" className="skip-link">
        {t('web.shell.skip')}
      </a>
      <nav className="rail max-lg:hidden" aria-label={t('web.shell.main')}>
        <Rail />
      </nav>
      <TopBar />
      <main id="page" className="page" tabIndex={-1}>
        <LiveBanner />
        <Outlet />
      </main>
      <KeyHelp />
      <ClockAlarms />
      <Palette />
      <NewTicket />
    </div>
  );
}

/** On narrow screens the rail lies behind a button. */
function TopBar() {
  const [isOpen, setOpen] = useState(false);
  const { history } = useRouter();
  useEffect(() => (isOpen ? history.subscribe(() => setOpen(false)) : undefined), [history, isOpen]);
  return (
    <header className="top-bar lg:hidden">
      <Dialog.Root open={isOpen} onOpenChange={setOpen}>
        <Dialog.Trigger className="button" data-kind="ghost" data-size="icon" aria-label={t('web.shell.menu')}>
          <Menu className="icon size-[20px]" aria-hidden="true" />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Overlay className="scrim" />
          <Dialog.Content className="drawer rail" aria-describedby={undefined}>
            <Dialog.Title className="sr-only">{t('web.shell.main')}</Dialog.Title>
            <Rail />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      <Brand height={22} />
    </header>
  );
}
