import { infiniteQueryOptions } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SearchPage } from '#contract/search.ts';
import { api } from '#web/app/api.ts';
import { stringifySearch } from '#web/app/search-params.ts';

const SETTLE_MS = 150;

/** What was typed, once the typing has rested for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Tickets and people that fit, best first. */
export const searchQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['search', q],
    queryFn: ({ pageParam, signal }) =>
      api.get<SearchPage>(`/api/search${stringifySearch({ q, cursor: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    enabled: q !== '',
    retry: false,
  });

/** Typed into the palette, a colon is a colon: nothing there is an operator. */
export const plainQuery = (text: string): string => text.replaceAll(':', ' ').trim();
