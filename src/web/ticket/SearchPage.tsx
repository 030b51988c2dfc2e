import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { PersonRef } from '#contract/common.ts';
import type { SearchPage as Page } from '#contract/search.ts';
import { Refused } from '#web/app/api.ts';
import { t } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { MorePages } from '#web/intake/MorePages.tsx';
import { searchQuery, useSettled } from '#web/ticket/search-query.ts';
import { SearchHit } from '#web/ticket/SearchHit.tsx';
import { SearchOperators } from '#web/ticket/SearchOperators.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

/** `/`: words and operators in one box; tickets with what fits marked, and people. The address keeps what was asked. */
export function SearchPage() {
  const { q: asked = '' } = useSearch({ from: '/desk/search' });
  const navigate = useNavigate();
  const [text, setText] = useState(asked);
  const settled = useSettled(text.trim());
  const box = useRef<HTMLInputElement>(null);
  const [seen, setSeen] = useState(asked);
  // Back, or a link, changes the address: the box follows.
  if (asked !== seen) {
    setSeen(asked);
    if (asked !== text.trim()) setText(asked);
  }
  useEffect(() => {
    if (settled !== asked)
      void navigate({ to: '/search', search: settled === '' ? {} : { q: settled }, replace: true });
    // oxlint-disable-next-line react/exhaustive-deps -- only what was typed leads to a new address
  }, [settled]);
  useEffect(() => box.current?.focus(), []);
  const found = useInfiniteQuery(searchQuery(settled));
  return (
    <div className="search-page">
      <h1 className="sr-only">{t('web.search.title')}</h1>
      <search className="search-box">
        <Search className="icon text-muted" aria-hidden="true" />
        <input
          ref={box}
          type="search"
          className="search-input"
          aria-label={t('web.search.title')}
          placeholder={t('web.search.hint')}
          value={text}
          maxLength={500}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('.search-hit')?.focus();
          }}
        />
      </search>
      <div className="search-body" role="region" aria-label={t('web.search.found')} tabIndex={0}>
        {settled === '' ? (
          <SearchOperators onPick={(operator) => pick(operator)} />
        ) : (
          <Found query={found} pages={found.data?.pages ?? []} onPick={pick} />
        )}
      </div>
    </div>
  );

  function pick(operator: string): void {
    setText((before) => `${before.trim()} ${operator}`.trim());
    box.current?.focus();
  }
}

interface FoundProps {
  query: Parameters<typeof MorePages>[0]['query'] & {
    isPending: boolean;
    isError: boolean;
    error: unknown;
    refetch: () => unknown;
  };
  pages: readonly Page[];
  onPick: (operator: string) => void;
}

function Found({ query, pages, onPick }: FoundProps) {
  if (query.isPending) return <Skeleton rows={6} height={72} />;
  if (query.isError) {
    // Not understood: say what can be asked instead of that it failed.
    return query.error instanceof Refused && query.error.status === 400 ? (
      <div className="p-5" role="alert">
        <p className="mb-4 font-medium text-critical">{t('web.search.not_understood')}</p>
        <SearchOperators onPick={onPick} />
      </div>
    ) : (
      <ErrorState what={t('web.search.found')} error={query.error} retry={() => void query.refetch()} />
    );
  }
  const tickets = pages.flatMap((page) => page.tickets);
  const people = pages[0]?.people ?? [];
  if (tickets.length === 0 && people.length === 0) {
    return <EmptyState title={t('web.search.none.title')} text={t('web.search.none.text')} />;
  }
  return (
    <>
      {people.length > 0 && <People people={people} />}
      {tickets.length > 0 && (
        <section aria-label={t('web.search.tickets')}>
          <h2 className="search-title">{t('web.search.tickets')}</h2>
          <ul>
            {tickets.map((hit) => (
              <li key={hit.row.id}>
                <SearchHit hit={hit} />
              </li>
            ))}
          </ul>
          <MorePages query={query} />
        </section>
      )}
    </>
  );
}

const People = ({ people }: { people: readonly PersonRef[] }) => (
  <section aria-label={t('web.search.people')}>
    <h2 className="search-title">{t('web.search.people')}</h2>
    <ul className="flex flex-wrap gap-2 px-5 pb-2">
      {people.map((person) => (
        <li key={person.id}>
          <Link
            to="/inbox/$view"
            params={{ view: 'all' }}
            search={person.role === 'customer' ? { requester: [person.id] } : { assignee: [person.id] }}
            className="button"
          >
            <Avatar person={person} size={20} />
            {person.name}
            <span className="text-12 text-muted">{t(`web.role.${person.role}`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  </section>
);
