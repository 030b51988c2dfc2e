import { useState, type KeyboardEvent } from 'react';
import { CATALOGUE, SCOPES } from '#web/app/keys/catalogue.ts';
import { clashes } from '#web/app/keys/clashes.ts';
import { keyFace } from '#web/app/keys/keys.ts';
import { keysInForce, setKeySettings, useKeySettings, type KeySettings } from '#web/app/keys/key-settings.ts';
import { isBindable, pressedKey } from '#web/app/keys/match-key.ts';
import { ColumnPage } from '#web/app/ColumnPage.tsx';
import { t } from '#web/app/i18n.ts';
import { setAnnouncing, useAnnouncing } from '#web/sla/announce-setting.ts';
import { Button } from '#web/ui/Button.tsx';

/** Every key of the desk: another one for it, none at all, or all of them off (WCAG 2.1.4). */
export function ShortcutsPage() {
  const settings = useKeySettings();
  const found = clashes(settings);
  const isAnnouncing = useAnnouncing();
  return (
    <ColumnPage title={t('web.shortcuts.title')} text={t('web.shortcuts.text')}>
      <div className="mt-4 flex flex-wrap items-center gap-4">
        <label className="flex min-h-[32px] items-center gap-2 text-13 font-medium">
          <input
            type="checkbox"
            className="size-[16px]"
            checked={!settings.isOff}
            onChange={(event) => setKeySettings({ ...settings, isOff: !event.target.checked })}
          />
          {t('web.shortcuts.on')}
        </label>
        <label className="flex min-h-[32px] items-center gap-2 text-13 font-medium">
          <input
            type="checkbox"
            className="size-[16px]"
            checked={isAnnouncing}
            onChange={(event) => setAnnouncing(event.target.checked)}
          />
          {t('web.shortcuts.announce')}
        </label>
        {Object.keys(settings.own).length > 0 && (
          <Button size="small" kind="ghost" onClick={() => setKeySettings({ ...settings, own: {} })}>
            {t('web.shortcuts.all_usual')}
          </Button>
        )}
      </div>
      {SCOPES.map((scope) => {
        const ids = Object.keys(CATALOGUE).filter((id) => CATALOGUE[id]?.scope === scope);
        if (ids.length === 0) return null;
        return (
          <section key={scope} className="mt-6" aria-labelledby={`keys-${scope}`}>
            <h2 id={`keys-${scope}`} className="pb-1 text-13 text-muted">
              {t(`web.key.scope.${scope}`)}
            </h2>
            <ul className="border-t border-line">
              {ids.map((id) => (
                <Line key={id} id={id} settings={settings} clash={found.get(id)} />
              ))}
            </ul>
          </section>
        );
      })}
    </ColumnPage>
  );
}

interface LineProps {
  id: string;
  settings: KeySettings;
  /** The other action that has the same key. */
  clash: string | undefined;
}

function Line({ id, settings, clash }: LineProps) {
  const entry = CATALOGUE[id];
  if (entry === undefined) return null;
  const title = t(entry.title);
  const keys = keysInForce(id, entry.keys, settings);
  const other = clash === undefined ? undefined : CATALOGUE[clash];
  // What is pressed with Ctrl types nothing and stays as it is.
  const isFixed = entry.keys.every((key) => !isBindable(key.split(' ').at(-1) ?? ''));
  return (
    <li className="flex min-h-[44px] flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-1 text-13">
      <span className="me-auto">{title}</span>
      {other !== undefined && (
        <span className="text-12 text-critical" role="status">
          {t('web.shortcuts.clash', { other: t(other.title) })}
        </span>
      )}
      <span className="flex gap-1">
        {keys.length === 0 && <span className="text-muted">{t('web.shortcuts.none')}</span>}
        {keys.map((key) => (
          <kbd key={key} className="key">
            {keyFace(key)}
          </kbd>
        ))}
      </span>
      {!isFixed && <Ways id={id} settings={settings} title={title} isGo={entry.scope === 'go'} />}
    </li>
  );
}

interface WaysProps {
  id: string;
  settings: KeySettings;
  title: string;
  /** Its key follows a G. */
  isGo: boolean;
}

/** Another key, none, or the usual one again. */
function Ways({ id, settings, title, isGo }: WaysProps) {
  const [isAsking, setAsking] = useState(false);
  const { [id]: own, ...others } = settings.own;
  const set = (next: KeySettings['own']): void => setKeySettings({ ...settings, own: next });
  const hear = (event: KeyboardEvent): void => {
    if (!isAsking || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') setAsking(false);
    const name = pressedKey(event.nativeEvent);
    if (name === null || !isBindable(name)) return;
    setAsking(false);
    set({ ...others, [id]: [isGo ? `g ${name}` : name] });
  };
  return (
    <span className="flex gap-1">
      <button
        type="button"
        className="button"
        data-size="small"
        aria-label={isAsking ? undefined : t('web.shortcuts.change_of', { action: title })}
        onClick={() => setAsking(true)}
        onBlur={() => setAsking(false)}
        onKeyDown={hear}
      >
        {isAsking ? t('web.shortcuts.press') : t('web.shortcuts.change')}
      </button>
      {own === undefined ? (
        <Button
          size="small"
          kind="ghost"
          aria-label={t('web.shortcuts.drop_of', { action: title })}
          onClick={() => set({ ...others, [id]: [] })}
        >
          {t('web.shortcuts.drop')}
        </Button>
      ) : (
        <Button
          size="small"
          kind="ghost"
          aria-label={t('web.shortcuts.usual_of', { action: title })}
          onClick={() => set(others)}
        >
          {t('web.shortcuts.usual')}
        </Button>
      )}
    </span>
  );
}
