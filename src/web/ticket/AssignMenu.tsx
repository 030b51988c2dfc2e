import { useQuery } from '@tanstack/react-query';
import { UserRound, Users } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { People } from '#contract/me.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { meQuery, peopleQuery } from '#web/people/queries.ts';
import { isOffered, refusalOf } from '#web/ticket/refusal.ts';
import { useUndoable } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';
import { Key } from '#web/ui/Key.tsx';
import { MenuButton } from '#web/ui/MenuButton.tsx';
import { MenuItem } from '#web/ui/MenuItem.tsx';

type Person = People['items'][number];

/** Who holds the ticket, and giving it to somebody: the team first, then everyone else. */
export function AssignMenu({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false);
  const act = useUndoable(ticket.id);
  const { data: me } = useQuery(meQuery);
  const back = { type: 'assign' as const, assigneeId: ticket.assignee?.id ?? null, teamId: ticket.team.id };
  const assign = (person: Person | null): void => {
    const isInTeam = person === null || person.teamIds.includes(ticket.team.id);
    const teamId = isInTeam ? undefined : person.teamIds[0];
    const done = person === null ? t('web.assign.done_nobody') : t('web.assign.done', { name: person.name });
    act({ type: 'assign', assigneeId: person?.id ?? null, ...(teamId === undefined ? {} : { teamId }) }, done, back);
  };
  const move = (team: { id: number; name: string }): void =>
    act({ type: 'team', teamId: team.id }, t('web.assign.moved', { team: team.name }), back);
  const take = (): void => {
    if (me !== undefined) act({ type: 'assign', assigneeId: me.id }, t('web.assign.done', { name: me.name }), back);
  };
  const refusal = refusalOf(ticket.may.assign);
  useKeys([
    {
      id: 'ticket.assign',
      title: 'web.key.assign',
      keys: ['a'],
      scope: 'ticket',
      when: () => refusal === null,
      run: () => setOpen(true),
    },
    {
      id: 'ticket.take',
      title: 'web.key.take',
      keys: ['i'],
      scope: 'ticket',
      when: () => ticket.may.take === null,
      run: take,
    },
  ]);
  if (refusal !== null) {
    return (
      <Button refusal={refusal} shortcut="a">
        <Holder ticket={ticket} />
      </Button>
    );
  }
  return (
    <MenuButton
      isOpen={isOpen}
      onOpenChange={setOpen}
      className="button"
      aria-keyshortcuts="a"
      align="end"
      menu={<Choices ticket={ticket} onTake={take} onPick={assign} onMove={move} />}
    >
      <Holder ticket={ticket} />
      <Key name="a" />
    </MenuButton>
  );
}

const Holder = ({ ticket }: { ticket: TicketDetail }) =>
  ticket.assignee === null ? (
    <>
      <UserRound className="icon" aria-hidden="true" />
      {t('web.act.assign')}
    </>
  ) : (
    <>
      <Avatar person={ticket.assignee} size={20} />
      <span className="sr-only">{t('web.assign.held')}</span>
      <span className="cut max-w-[112px] max-sm:sr-only">{ticket.assignee.name}</span>
    </>
  );

interface ChoicesProps {
  ticket: TicketDetail;
  onTake: () => void;
  onPick: (person: Person | null) => void;
  onMove: (team: { id: number; name: string }) => void;
}

const Choices = ({ ticket, onTake, onPick, onMove }: ChoicesProps) => (
  <>
    {isOffered(ticket.may.take) && ticket.may.take !== 'same_assignee' && (
      <MenuItem icon={UserRound} shortcut="i" refusal={refusalOf(ticket.may.take)} onSelect={onTake}>
        {t('web.assign.me')}
      </MenuItem>
    )}
    {ticket.assignee !== null && (
      <DropdownMenu.Item className="menu-item" onSelect={() => onPick(null)}>
        <UserRound className="icon text-muted" aria-hidden="true" />
        {t('web.assign.nobody', { team: ticket.team.name })}
      </DropdownMenu.Item>
    )}
    {ticket.may.move_to_team === null && <Teams ticket={ticket} onMove={onMove} />}
    <Candidates ticket={ticket} onPick={onPick} />
  </>
);

/** To another team's queue, where somebody is proposed as when a ticket comes in. */
function Teams({ ticket, onMove }: Pick<ChoicesProps, 'ticket' | 'onMove'>) {
  const { data: people } = useQuery(peopleQuery);
  const others = people?.teams.filter((team) => team.id !== ticket.team.id) ?? [];
  if (others.length === 0) return null;
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.Label className="menu-title">{t('web.assign.team')}</DropdownMenu.Label>
      {others.map((team) => (
        <DropdownMenu.Item key={team.id} className="menu-item" onSelect={() => onMove(team)}>
          <Users className="icon text-muted" aria-hidden="true" />
          <span className="cut">{team.name}</span>
        </DropdownMenu.Item>
      ))}
    </DropdownMenu.Group>
  );
}

function Candidates({ ticket, onPick }: { ticket: TicketDetail; onPick: (person: Person) => void }) {
  const { data: people } = useQuery(peopleQuery);
  const isOut = (id: number): boolean => ticket.excluded.some((one) => one.id === id);
  const others = people?.items.filter((one) => one.id !== ticket.assignee?.id && !isOut(one.id)) ?? [];
  const inTeam = others.filter((one) => one.teamIds.includes(ticket.team.id));
  const elsewhere = others.filter((one) => !one.teamIds.includes(ticket.team.id));
  const groups = [
    { title: ticket.team.name, items: inTeam },
    { title: t('web.assign.elsewhere'), items: elsewhere },
  ].filter((group) => group.items.length > 0);
  return groups.map((group) => (
    <DropdownMenu.Group key={group.title}>
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.Label className="menu-title">{group.title}</DropdownMenu.Label>
      {group.items.map((person) => (
        <DropdownMenu.Item
          key={person.id}
          className="menu-item"
          textValue={person.name}
          onSelect={() => onPick(person)}
        >
          <Avatar person={person} size={20} />
          <span className="cut">{person.name}</span>
          <span className="ms-auto text-12 text-muted">
            {person.tier === null ? t(`web.role.${person.role}`) : t('web.step.tier', { tier: person.tier })}
          </span>
        </DropdownMenu.Item>
      ))}
    </DropdownMenu.Group>
  ));
}
