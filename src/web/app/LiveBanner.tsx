import { useQuery } from '@tanstack/react-query';
import { ChevronDown, CircleAlert, Clock, WifiOff, type LucideIcon } from 'lucide-react';
import { useId, useState } from 'react';
import { t } from '#web/app/i18n.ts';
import { useIsOffline } from '#web/app/live.ts';
import { meQuery } from '#web/people/queries.ts';
import { useWaiting, type WaitingAct } from '#web/ticket/waiting-acts.ts';
import { WaitingList } from '#web/ticket/WaitingActs.tsx';

/** Says that what is shown may be old while the desk tries to reach the server, what waits to go out, and what asks. */
export function LiveBanner() {
  const isOffline = useIsOffline();
  const { data: me } = useQuery(meQuery);
  const acts = useWaiting().filter((act) => act.personId === me?.id);
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const said = bannerWords(isOffline, acts);
  return (
    <>
      <div role="status">
        {said !== null && (
          <div className="live-banner" data-asks={said.icon === CircleAlert || undefined}>
            <said.icon className="icon" aria-hidden="true" />
            <p className="min-w-0">
              {said.short !== undefined && (
                <span className="sm:hidden" aria-hidden="true">
                  {said.short}
                </span>
              )}
              <span className={said.short === undefined ? undefined : 'max-sm:sr-only'}>{said.words}</span>
            </p>
            {acts.length > 0 && (
              <button
                type="button"
                className="button ms-auto"
                data-kind="ghost"
                data-size="small"
                aria-expanded={isOpen}
                aria-controls={listId}
                onClick={() => setOpen(!isOpen)}
              >
                {t('web.waiting.count', { count: acts.length })}
                <ChevronDown className="icon" aria-hidden="true" />
              </button>
            )}
          </div>
        )}
      </div>
      {isOpen && acts.length > 0 && (
        <div id={listId} className="waiting-all">
          <WaitingList acts={acts} isLinked />
        </div>
      )}
    </>
  );
}

interface Said {
  icon: LucideIcon;
  words: string;
  /** For a phone, where the words would take a quarter of the page. */
  short?: string;
}

function bannerWords(isOffline: boolean, acts: readonly WaitingAct[]): Said | null {
  const asking = acts.filter((act) => act.asks !== null).length;
  if (isOffline) return { icon: WifiOff, words: t('web.live.offline'), short: t('web.live.offline_short') };
  if (asking > 0) return { icon: CircleAlert, words: t('web.waiting.asking', { count: asking }) };
  return acts.length > 0 ? { icon: Clock, words: t('web.waiting.going') } : null;
}
