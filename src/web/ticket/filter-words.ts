import type { Me, People } from '#contract/me.ts';
import { languageName } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { Many } from '#web/ticket/list-filter.ts';

/** The names a filter's ids stand for, as far as they are known here. */
export interface FilterNames {
  people: People | undefined;
  me: Me | undefined;
  /** Requesters of the rows that are shown. */
  requesters: ReadonlyMap<number, string>;
}

const assigneeName = (value: string | number, { people }: FilterNames): string => {
  if (value === 'me') return t('web.filter.assignee.me');
  if (value === 'none') return t('web.filter.assignee.none');
  return people?.items.find((one) => one.id === value)?.name ?? t('web.name.unknown');
};

/** One value of a filter, in words. */
export function filterValue(field: Many, value: string | number, names: FilterNames): string {
  switch (field) {
    case 'team':
      return (
        [...(names.me?.teams ?? []), ...(names.people?.teams ?? [])].find((one) => one.id === value)?.name ??
        t('web.name.unknown_team')
      );
    case 'assignee':
      return assigneeName(value, names);
    case 'requester':
      return names.requesters.get(Number(value)) ?? t('web.name.unknown');
    case 'status':
      return t(`web.status.${value as 'open'}`);
    case 'severity':
      return t(`web.severity.${value as 'S1'}`);
    case 'channel':
      return t(`web.channel.${value as 'email'}`);
    case 'language':
      return languageName(String(value));
    case 'topic':
    case 'tag':
      return String(value);
  }
}

/** A value with its field, as a chip says it: `Status: Open`. */
export const filterChip = (field: Many, value: string | number, names: FilterNames): string =>
  // The words of a severity name it already.
  field === 'severity'
    ? filterValue(field, value, names)
    : t('web.filter.chip', { field: t(`web.filter.field.${field}`), value: filterValue(field, value, names) });
