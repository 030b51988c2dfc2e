import { X } from 'lucide-react';
import { t } from '#web/app/i18n.ts';
import { filterChip, type FilterNames } from '#web/ticket/filter-words.ts';
import { isNarrowed, narrowing, toggled, type ListFilter } from '#web/ticket/list-filter.ts';

interface Props {
  filter: ListFilter;
  names: FilterNames;
  onApply: (filter: ListFilter) => void;
}

/** What the list is narrowed by, each part with its way out. Deadlines are left to the bar above. */
export function FilterChips({ filter, names, onApply }: Props) {
  const chips = narrowing(filter);
  if (chips.length === 0 && filter.q === undefined) return null;
  return (
    <ul className="filter-chips" aria-label={t('web.filter.label')}>
      {chips.map(({ field, value }) => {
        const words = filterChip(field, value, names);
        return (
          <Chip
            key={`${field} ${value}`}
            words={words}
            onDrop={() => onApply(toggled(filter, field, value as never))}
          />
        );
      })}
      {filter.q !== undefined && (
        <Chip words={t('web.filter.words', { q: filter.q })} onDrop={() => onApply({ ...filter, q: undefined })} />
      )}
      {isNarrowed(filter) && chips.length > 1 && (
        <li>
          <button type="button" className="filter-clear" onClick={() => onApply({ sort: filter.sort })}>
            {t('web.filter.clear')}
          </button>
        </li>
      )}
    </ul>
  );
}

const Chip = ({ words, onDrop }: { words: string; onDrop: () => void }) => (
  <li>
    <button type="button" className="filter-chip" aria-label={t('web.filter.drop', { filter: words })} onClick={onDrop}>
      <span className="cut">{words}</span>
      <X className="icon size-[12px]" aria-hidden="true" />
    </button>
  </li>
);
