import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { readFilter, toggled, type ListFilter, type Many } from '#web/ticket/list-filter.ts';
import { wantedTicket } from '#web/ticket/wanted-ticket.ts';

export interface FilterInUse {
  filter: ListFilter;
  /** Narrows by this instead; the address says so, and back leads to the filter before. */
  apply: (next: ListFilter) => void;
  toggle: <Field extends Many>(field: Field, value: NonNullable<ListFilter[Field]>[number]) => void;
}

/** What narrows the list: it stands in the address. */
export function useFilter(): FilterInUse {
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const view = useParams({ strict: false, select: (params) => params.view });
  const router = useRouter();
  const key = JSON.stringify(readFilter(search));
  const filter = useMemo(() => JSON.parse(key) as ListFilter, [key]);
  return useMemo(() => {
    const apply = (next: ListFilter): void => {
      const to = readFilter({ ...next });
      const ticketId = wantedTicket(router.latestLocation.pathname);
      void (ticketId === null
        ? navigate({ to: '/inbox/$view', params: { view: view ?? 'all' }, search: to })
        : navigate({ to: '/inbox/$view/$ticketId', params: { view: view ?? 'all', ticketId }, search: to }));
    };
    return { filter, apply, toggle: (field, value) => apply(toggled(filter, field, value)) };
  }, [filter, navigate, view, router]);
}
