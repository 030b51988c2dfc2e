import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { SearchPage } from '#contract/search.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';
import { t } from '#web/app/i18n.ts';
import { SmallDialog } from '#web/ticket/SmallDialog.tsx';
import { useRelated } from '#web/ticket/use-related.ts';
import { useUndoable } from '#web/ticket/use-act.ts';

const MOST = 6;

/** Which ticket it is one matter with: those of the same requester first, or whatever is looked for. */
export function MergeDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const act = useUndoable(ticket.id);
  const related = useRelated(ticket);
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['search', 'merge', words],
    queryFn: ({ signal }) =>
      api.get<SearchPage>(`/api/search?${new URLSearchParams({ q: words, limit: String(MOST + 1) })}`, signal),
    enabled: words !== '',
  });
  const rows = words === '' ? related.open : (found.data?.tickets.map(({ row }) => row) ?? []);
  const merge = (into: { id: number; number: number }): void => {
    act({ type: 'merge', intoTicketId: into.id }, t('web.merge.done', { number: into.number }), { type: 'unmerge' });
    onClose();
  };
  return (
    <SmallDialog title={t('web.merge.title')} onClose={onClose}>
      <div className="grid gap-3 px-6 py-4">
        <p className="text-13 text-pretty text-muted">{t('web.merge.text')}</p>
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
                <button type="button" className="option w-full" onClick={() => merge(row)}>
                  <span className="num text-muted">{t('web.ticket.number', { number: row.number })}</span>
                  <span className="cut">{row.subject}</span>
                  <span className="ms-auto text-12 text-muted">{row.requester.name}</span>
                </button>
              </li>
            ))}
        </ul>
      </div>
    </SmallDialog>
  );
}
