import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowDownNarrowWide, Check, ChevronDown, Plus } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { t } from '#web/app/i18n.ts';
import { meQuery } from '#web/people/queries.ts';
import { openNewTicket } from '#web/ticket/new-ticket.ts';
import { DisplayMenu } from '#web/ticket/DisplayMenu.tsx';
import type { View } from '#contract/list.ts';
import type { FilterInUse } from '#web/ticket/use-filter.ts';

const VIEWS: readonly View[] = ['mine', 'unassigned', 'escalated', 'all', 'closed'];

interface Props {
  view: View;
  count: number | undefined;
  use: FilterInUse;
  children: ReactNode;
}

/** The view and how many it has, what it is sorted by, and what narrows or draws it. */
export const ListHeader = ({ view, count, use, children }: Props) => {
  const sort = use.filter.sort ?? 'next_event';
  return (
    <header className="list-header">
      <h1 className="min-w-0 text-16">
        <ViewMenu view={view} count={count} use={use} />
      </h1>
      <span className="list-sort cut">
        <ArrowDownNarrowWide className="icon me-1 inline size-[14px]" aria-hidden="true" />
        {t(`web.sort.${sort}`)}
      </span>
      {children}
      <DisplayMenu sort={sort} onSort={(next) => use.apply({ ...use.filter, sort: next })} />
      <button
        type="button"
        className="button"
        data-kind="ghost"
        data-size="icon"
        title={t('web.new.title')}
        aria-label={t('web.new.title')}
        aria-keyshortcuts="c"
        onClick={() => openNewTicket()}
      >
        <Plus className="icon" aria-hidden="true" />
      </button>
    </header>
  );
};

/** The views and, in them, one's teams. */
function ViewMenu({ view, count, use }: Omit<Props, 'children'>) {
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  const teams = me?.teams ?? [];
  const [only] = use.filter.team?.length === 1 ? use.filter.team : [];
  const team = teams.find((one) => one.id === only);
  const name = t(`web.view.${view}`);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="view-name" data-size="small">
        <span className="cut">
          {team === undefined ? name : t('web.list.of_team', { view: name, team: team.name })}
        </span>
        {count !== undefined && <span className="num font-normal text-muted">{t('web.rail.count', { count })}</span>}
        <ChevronDown className="icon size-[14px] text-muted" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
          <DropdownMenu.RadioGroup
            value={view}
            onValueChange={(to) =>
              void navigate({ to: '/inbox/$view', params: { view: to as View }, search: { ...use.filter } })
            }
          >
            {VIEWS.map((one) => (
              <Item key={one} value={one}>
                {t(`web.view.${one}`)}
              </Item>
            ))}
          </DropdownMenu.RadioGroup>
          {teams.length > 0 && (
            <>
              <DropdownMenu.Separator className="menu-line" />
              <DropdownMenu.Label className="menu-title">{t('web.filter.field.team')}</DropdownMenu.Label>
              <DropdownMenu.RadioGroup
                value={only === undefined ? '' : String(only)}
                onValueChange={(to) => use.apply({ ...use.filter, team: to === '' ? undefined : [Number(to)] })}
              >
                <Item value="">{t('web.list.all_teams')}</Item>
                {teams.map((one) => (
                  <Item key={one.id} value={String(one.id)}>
                    {one.name}
                  </Item>
                ))}
              </DropdownMenu.RadioGroup>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const Item = ({ value, children }: { value: string; children: ReactNode }) => (
  <DropdownMenu.RadioItem className="menu-item" value={value}>
    <span className="check-place">
      <DropdownMenu.ItemIndicator>
        <Check className="icon size-[14px]" aria-hidden="true" />
      </DropdownMenu.ItemIndicator>
    </span>
    {children}
  </DropdownMenu.RadioItem>
);
