import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { SearchPage } from '#contract/search.ts';
import type { TicketDetail, TicketRow } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';
import { t } from '#web/app/i18n.ts';
import { useRelated } from '#web/ticket/use-related.ts';

const MOST = 6;

interface Props {
  ticket: TicketDetail;
  /** The one that is chosen, where choosing is not all there is to do. */
  pickedId?: number | null;
  onPick: (row: TicketRow) => void;
}

/** Another ticket: those of the same requester first, or whatever is looked for. */
export function TicketFinder({ ticket, pickedId, onPick }: Props) {
  const related = useRelated(ticket);
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['search', 'other', words],
    queryFn: ({ signal }) =>
      api.get<SearchPage>(`/api/search?${new URLSearchParams({ q: words, limit: String(MOST + 1) })}`, signal),
    enabled: words !== '',
  });
  const rows = words === '' ? related.open : (found.data?.tickets.map(({ row }) => row) ?? []);
  return (
    <>
      <label className="grid gap-1 text-13">
        {t('web.merge.find')}
        <input className="field" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
      <ul className="grid gap-1" aria-label={t('web.merge.found')} aria-busy={found.isFetching}>
        {rows
          .filter(({ id }) => id !== ticket.id)
          .slice(0, MOST)
          .map((row) => (
            <li key={row.id}>
              <button
                type="button"
                className="option w-full"
                aria-pressed={pickedId === undefined ? undefined : row.id === pickedId}
                onClick={() => onPick(row)}
              >
                <span className="num text-muted">{t('web.ticket.number', { number: row.number })}</span>
                <span className="cut">{row.subject}</span>
                <span className="ms-auto text-12 text-muted">{row.requester.name}</span>
              </button>
            </li>
          ))}
      </ul>
    </>
  );
}
