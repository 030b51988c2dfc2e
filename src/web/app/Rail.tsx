import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  Archive,
  Hourglass,
  ArrowUpWideNarrow,
  CircleUser,
  Inbox,
  Layers,
  MailCheck,
  Mails,
  Search,
  UserRoundPlus,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { PresenceMenu } from '#web/agent/PresenceMenu.tsx';
import { t } from '#web/app/i18n.ts';
import { Limbo } from '#web/app/Limbo.tsx';
import { Notices } from '#web/people/Notices.tsx';
import { MeMenu } from '#web/people/MeMenu.tsx';
import { meQuery, operates } from '#web/people/queries.ts';
import { useCounts } from '#web/ticket/use-counts.ts';
import type { View } from '#contract/list.ts';
import { Brand } from '#web/ui/Brand.tsx';
import { Key } from '#web/ui/Key.tsx';

const VIEWS: readonly { view: View; icon: LucideIcon }[] = [
  { view: 'mine', icon: CircleUser },
  { view: 'unassigned', icon: UserRoundPlus },
  { view: 'escalated', icon: ArrowUpWideNarrow },
  { view: 'waiting', icon: Hourglass },
  { view: 'all', icon: Layers },
  { view: 'closed', icon: Archive },
];

/** Only one's own work and what is red has a number: the rest would be noise. */
const COUNTED: readonly View[] = ['mine', 'escalated'];

/** The way around: only what exists, and only what this person may open. */
export function Rail() {
  const { data: me } = useQuery(meQuery);
  const counts = useCounts();
  return (
    <>
      <Link to="/" className="px-2 pt-1 pb-2 text-ink" aria-label={t('web.shell.home')}>
        <Brand />
      </Link>
      <Link to="/search" className="rail-search" aria-keyshortcuts="/">
        <Search className="icon" aria-hidden="true" />
        {t('web.rail.search')}
        <Key name="/" />
      </Link>
      <Notices />
      <h2 className="rail-title flex items-center gap-2">
        <Inbox className="icon size-[14px]" aria-hidden="true" />
        {t('web.rail.inbox')}
      </h2>
      <ul>
        {VIEWS.map(({ view, icon }) => (
          <li key={view}>
            <Link to="/inbox/$view" params={{ view }} className="rail-item">
              <RailFace icon={icon}>{t(`web.view.${view}`)}</RailFace>
              {COUNTED.includes(view) && (counts?.[view] ?? 0) > 0 && <Count view={view} count={counts?.[view] ?? 0} />}
            </Link>
          </li>
        ))}
      </ul>
      {operates(me) && <Operating />}
      <div className="mt-auto grid gap-1 border-t border-line pt-2">
        <Limbo />
        <PresenceMenu />
        <MeMenu />
      </div>
    </>
  );
}

/** What only those see who look after the desk itself. */
const Operating = () => (
  <>
    <h2 className="rail-title">{t('web.rail.mail')}</h2>
    <ul>
      <li>
        <Link to="/mail/caught" className="rail-item">
          <RailFace icon={MailCheck}>{t('web.rail.caught')}</RailFace>
        </Link>
      </li>
      <li>
        <Link to="/mail/intake" className="rail-item">
          <RailFace icon={Mails}>{t('web.rail.intake')}</RailFace>
        </Link>
      </li>
    </ul>
    <h2 className="rail-title">{t('web.rail.settings')}</h2>
    <ul>
      <li>
        <Link to="/settings/rollouts" className="rail-item">
          <RailFace icon={Waypoints}>{t('web.rail.rollouts')}</RailFace>
        </Link>
      </li>
    </ul>
  </>
);

const RailFace = ({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) => (
  <>
    <Icon className="icon" aria-hidden="true" />
    <span className="cut">{children}</span>
  </>
);

const Count = ({ view, count }: { view: View; count: number }) => (
  <span className="rail-count" data-hot={(view === 'escalated' && count > 0) || undefined}>
    {t('web.rail.count', { count })}
  </span>
);
