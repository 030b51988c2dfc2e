import { Check, ChevronRight, ListFilter as FilterIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { CHANNELS, LANGUAGES, SEVERITIES, STATUSES } from '#core/ticket/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { filterValue, type FilterNames } from '#web/ticket/filter-words.ts';
import { MANY, narrowing, type ListFilter, type Many } from '#web/ticket/list-filter.ts';
import type { FilterInUse } from '#web/ticket/use-filter.ts';

interface Props {
  use: FilterInUse;
  names: FilterNames;
  /** Tags and topics of the rows that are shown: what can be chosen without typing. */
  tags: readonly string[];
  topics: readonly string[];
}

function choices(field: Many, filter: ListFilter, { names, tags, topics }: Props): readonly (string | number)[] {
  switch (field) {
    case 'status':
      return STATUSES;
    case 'severity':
      return SEVERITIES;
    case 'channel':
      return CHANNELS;
    case 'language':
      return LANGUAGES;
    case 'team':
      return [...new Set([...(names.me?.teams ?? []), ...(names.people?.teams ?? [])].map((team) => team.id))];
    case 'assignee':
      return ['me', 'none', ...(names.people?.items.map((person) => person.id) ?? [])];
    case 'requester':
      return [...new Set([...(filter.requester ?? []), ...names.requesters.keys()])].slice(0, 30);
    case 'tag':
      return [...new Set([...(filter.tag ?? []), ...tags])];
    case 'topic':
      return [...new Set([...(filter.topic ?? []), ...topics])];
  }
}

/** Adds to the filter or takes from it: every field, each with several values. */
export function FilterMenu(props: Props) {
  const { use } = props;
  const [isOpen, setOpen] = useState(false);
  const count = narrowing(use.filter).length;
  useKeys([{ id: 'list.filter', title: 'web.key.filter', keys: ['f'], scope: 'list', run: () => setOpen(true) }]);
  return (
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={setOpen}>
      <DropdownMenu.Trigger
        className="button"
        data-kind="ghost"
        data-size="icon"
        data-on={count > 0 || undefined}
        title={t('web.filter.add')}
        aria-label={count === 0 ? t('web.filter.add') : t('web.filter.add_more', { count })}
        aria-keyshortcuts="f"
      >
        <FilterIcon className="icon" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          {MANY.map((field) => (
            <Field key={field} field={field} props={props} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Field({ field, props }: { field: Many; props: Props }) {
  const { use, names } = props;
  const values = choices(field, use.filter, props);
  const chosen: readonly (string | number)[] = use.filter[field] ?? [];
  if (values.length === 0) return null;
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className="menu-item">
        {t(`web.filter.field.${field}`)}
        {chosen.length > 0 && <span className="num text-12 text-accent">{chosen.length}</span>}
        <ChevronRight className="icon ms-auto text-muted" aria-hidden="true" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className="menu" sideOffset={4} collisionPadding={8}>
          {values.map((value) => (
            <DropdownMenu.CheckboxItem
              key={value}
              className="menu-item"
              checked={chosen.includes(value)}
              onCheckedChange={() => use.toggle(field, value as never)}
              // Several can be chosen: the menu stays until one leaves it.
              onSelect={(event) => event.preventDefault()}
            >
              <span className="check-place">
                <DropdownMenu.ItemIndicator>
                  <Check className="icon size-[14px]" aria-hidden="true" />
                </DropdownMenu.ItemIndicator>
              </span>
              <span className="cut">{filterValue(field, value, names)}</span>
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}
