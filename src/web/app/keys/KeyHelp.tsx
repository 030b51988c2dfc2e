import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { t } from '#web/app/i18n.ts';
import { Link } from '@tanstack/react-router';
import { keyFace, SCOPES, useBoundKeys, useKeys } from '#web/app/keys/keys.ts';
import { keysInForce, useKeySettings } from '#web/app/keys/key-settings.ts';

/** The keys of this screen, made from the same registry that handles them. */
export function KeyHelp() {
  const [isOpen, setOpen] = useState(false);
  useKeys([{ id: 'help', title: 'web.key.help', keys: ['?'], scope: 'everywhere', run: () => setOpen(true) }]);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog p-6" aria-describedby={undefined}>
          <div className="flex items-center justify-between">
            <Dialog.Title className="text-16">{t('web.key.title')}</Dialog.Title>
            <Dialog.Close className="button" data-kind="ghost" data-size="icon" aria-label={t('web.dialog.close')}>
              <X className="icon" aria-hidden="true" />
            </Dialog.Close>
          </div>
          <Keys onLeave={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Asks what is bound only while somebody looks. */
function Keys({ onLeave }: { onLeave: () => void }) {
  const settings = useKeySettings();
  const named = new Map(useBoundKeys().map((action) => [action.id, action]));
  const bound = [...named.values()].filter(({ id, keys }) => keysInForce(id, keys, settings).length > 0);
  return (
    <>
      <div className="mt-2 gap-x-8 sm:columns-2">
        {SCOPES.map((scope) => {
          const actions = bound.filter((action) => action.scope === scope);
          if (actions.length === 0) return null;
          return (
            <section key={scope} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 text-12 font-medium text-muted">{t(`web.key.scope.${scope}`)}</h3>
              <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-13">
                {actions.map((action) => (
                  <div key={action.id} className="contents">
                    <dt>{t(action.title)}</dt>
                    <dd className="flex justify-end gap-1">
                      {keysInForce(action.id, action.keys, settings).map((key) => (
                        <kbd key={key} className="key">
                          {keyFace(key)}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <p className="mt-4 text-12 text-muted">{settings.isOff ? t('web.key.hint_off') : t('web.key.hint')}</p>
      <Link
        to="/me/shortcuts"
        className="mt-1 inline-flex min-h-[24px] items-center text-13 text-accent hover:underline"
        onClick={onLeave}
      >
        {t('web.key.change')}
      </Link>
    </>
  );
}
