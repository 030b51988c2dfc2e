import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { t } from '#web/app/i18n.ts';
import { meQuery } from '#web/people/queries.ts';
import type { View } from '#web/ticket/queries.ts';

/** The view's name and count, what it is sorted by, and the team it is narrowed to. */
export const ListHeader = ({ view, count }: { view: View; count: number | undefined }) => (
  <header className="list-header">
    <h1 className="text-16">
      {t(`web.view.${view}`)}
      {count !== undefined && <span className="num ms-2 font-normal text-muted">{count}</span>}
    </h1>
    <span className="ms-auto text-12 text-muted max-sm:hidden">{t('web.list.sorted')}</span>
    <TeamFilter view={view} />
  </header>
);

function TeamFilter({ view }: { view: View }) {
  const navigate = useNavigate();
  const { team } = useSearch({ strict: false });
  const { data: me } = useQuery(meQuery);
  const teams = me?.teams ?? [];
  if (teams.length < 2) return null;
  const name = teams.find((one) => one.id === team)?.name ?? t('web.list.all_teams');
  const go = (to: string): void =>
    void navigate({ to: '/inbox/$view', params: { view }, search: to === '' ? {} : { team: Number(to) } });
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button" data-kind="ghost" data-size="small">
        {name}
        <ChevronDown className="icon" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          <DropdownMenu.RadioGroup value={team === undefined ? '' : String(team)} onValueChange={go}>
            <DropdownMenu.RadioItem className="menu-item" value="">
              {t('web.list.all_teams')}
            </DropdownMenu.RadioItem>
            {teams.map((one) => (
              <DropdownMenu.RadioItem key={one.id} className="menu-item" value={String(one.id)}>
                {one.name}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
