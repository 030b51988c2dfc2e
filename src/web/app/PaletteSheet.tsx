import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useState, type ReactNode } from 'react';
import type { SearchPage } from '#contract/search.ts';
import { keyFace, SCOPES, useBoundKeys, type KeyAction } from '#web/app/keys/keys.ts';
import { keysInForce, useKeySettings } from '#web/app/keys/key-settings.ts';
import { t } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { peopleQuery } from '#web/people/queries.ts';
import { plainQuery, searchQuery, useSettled } from '#web/ticket/search-query.ts';
import { StairGlyph } from '#web/escalation/StairGlyph.tsx';

/** What the palette itself does, or what makes sense with a row under the hand only. */
const LEFT_OUT = new Set(['palette', 'list.next', 'list.previous', 'list.extend_down', 'list.extend_up']);
const MOST_FOUND = 6;

/** The commands of this screen from the registry of keys, then tickets and people that fit what is typed. */
export function PaletteSheet({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  // Taken before the sheet covers them: some actions are only bound while nothing lies on top.
  const [actions] = useState(useRunnable());
  const settled = useSettled(text.trim());
  const found = useInfiniteQuery({ ...searchQuery(plainQuery(settled)), enabled: settled.length > 1 });
  const leave = (then: () => void): void => {
    onClose();
    // Not before the sheet is gone and the focus is back: what runs may open a dialog of its own.
    setTimeout(then, 0);
  };
  const tickets = settled.length > 1 ? (found.data?.pages[0]?.tickets ?? []) : [];
  return (
    <Command.Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      label={t('web.key.palette')}
      overlayClassName="scrim"
      contentClassName="dialog palette"
      loop
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        className="palette-input"
        placeholder={t('web.palette.hint')}
      />
      <Command.List className="palette-list" label={t('web.key.palette')}>
        <Command.Empty className="p-4 text-13 text-muted">{t('web.palette.none')}</Command.Empty>
        <Commands actions={actions} leave={leave} />
        {tickets.length > 0 && <Tickets hits={tickets.slice(0, MOST_FOUND)} leave={leave} />}
        {text.trim() !== '' && <People leave={leave} />}
        {settled.length > 1 && (
          <Item
            value={`search ${settled}`}
            forceMount
            onSelect={() => leave(() => void navigate({ to: '/search', search: { q: text.trim() } }))}
          >
            {t('web.palette.search', { q: text.trim() })}
          </Item>
        )}
      </Command.List>
    </Command.Dialog>
  );
}

/** Closes the palette, then does it. */
type Leave = (then: () => void) => void;

const Commands = ({ actions, leave }: { actions: readonly KeyAction[]; leave: Leave }) =>
  SCOPES.map((scope) => {
    const inScope = actions.filter((action) => action.scope === scope);
    return inScope.length === 0 ? null : (
      <Command.Group key={scope} heading={t(`web.key.scope.${scope}`)}>
        {inScope.map((action) => (
          <Item key={action.id} value={`${t(action.title)} ${action.id}`} onSelect={() => leave(action.run)}>
            {t(action.title)}
            <Keys action={action} />
          </Item>
        ))}
      </Command.Group>
    );
  });

function Tickets({ hits, leave }: { hits: SearchPage['tickets']; leave: Leave }) {
  const navigate = useNavigate();
  return (
    <Command.Group heading={t('web.search.tickets')} forceMount>
      {hits.map(({ row }) => (
        <Item
          key={row.id}
          value={`ticket ${row.id}`}
          forceMount
          onSelect={() => leave(() => void navigate({ to: '/t/$ticketId', params: { ticketId: row.id } }))}
        >
          <StairGlyph tier={row.tier} escalation={row.escalation} />
          <span className="num text-muted">{t('web.ticket.number', { number: row.number })}</span>
          <span className="cut">{row.subject}</span>
          <span className="cut ms-auto text-muted">{row.requester.name}</span>
        </Item>
      ))}
    </Command.Group>
  );
}

function People({ leave }: { leave: Leave }) {
  const navigate = useNavigate();
  const { data: people } = useQuery(peopleQuery);
  return (
    <Command.Group heading={t('web.search.people')}>
      {(people?.items ?? []).map((person) => (
        <Item
          key={person.id}
          value={`${person.name} ${person.id}`}
          onSelect={() =>
            leave(
              () => void navigate({ to: '/inbox/$view', params: { view: 'all' }, search: { assignee: [person.id] } }),
            )
          }
        >
          <Avatar person={person} size={20} />
          {t('web.palette.tickets_of', { name: person.name })}
        </Item>
      ))}
    </Command.Group>
  );
}

const useRunnable = (): readonly KeyAction[] => {
  const bound = useBoundKeys();
  return [
    ...new Map(
      bound.filter((action) => !LEFT_OUT.has(action.id) && (action.when?.() ?? true)).map((one) => [one.id, one]),
    ).values(),
  ];
};

interface ItemProps {
  value: string;
  onSelect: () => void;
  forceMount?: boolean;
  children: ReactNode;
}

const Item = ({ value, onSelect, forceMount = false, children }: ItemProps) => (
  <Command.Item value={value} onSelect={onSelect} forceMount={forceMount} className="menu-item">
    {children}
  </Command.Item>
);

function Keys({ action }: { action: KeyAction }) {
  const [key] = keysInForce(action.id, action.keys, useKeySettings());
  return key === undefined ? null : (
    <kbd className="key" aria-hidden="true">
      {keyFace(key)}
    </kbd>
  );
}
