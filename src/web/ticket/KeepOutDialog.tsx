import { useQuery } from '@tanstack/react-query';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { meQuery, peopleQuery } from '#web/people/queries.ts';
import { refusalOf } from '#web/ticket/refusal.ts';
import { SmallDialog } from '#web/ticket/SmallDialog.tsx';
import { useUndoable } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';

/** People who must not see this ticket nor be called for it, and letting them back. */
export function KeepOutDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const { data: people } = useQuery(peopleQuery);
  const { data: me } = useQuery(meQuery);
  const act = useUndoable(ticket.id);
  const refusal = refusalOf(ticket.may.exclude);
  const isOut = (id: number): boolean => ticket.excluded.some((one) => one.id === id);
  const others = people?.items.filter((one) => !isOut(one.id) && one.id !== me?.id) ?? [];
  const keepOut = (personId: number): void => {
    const name = others.find((one) => one.id === personId)?.name ?? t('web.name.unknown');
    act({ type: 'exclude', personId }, t('web.keep_out.done', { name }), { type: 'let_back', personId });
  };
  return (
    <SmallDialog title={t('web.more.keep_out')} onClose={onClose}>
      <div className="grid gap-3 px-6 py-4 text-13">
        <p className="text-muted text-pretty">{t('web.keep_out.text')}</p>
        {ticket.excluded.length === 0 && <p>{t('web.keep_out.nobody')}</p>}
        <ul className="grid gap-1">
          {ticket.excluded.map((person) => (
            <li key={person.id} className="flex items-center gap-2">
              <Avatar person={person} size={20} />
              <span className="me-auto">{person.name}</span>
              <Button
                size="small"
                refusal={refusal}
                onClick={() =>
                  act({ type: 'let_back', personId: person.id }, t('web.keep_out.back_done', { name: person.name }), {
                    type: 'exclude',
                    personId: person.id,
                  })
                }
              >
                {t('web.keep_out.back')}
              </Button>
            </li>
          ))}
        </ul>
        {refusal === null && (
          <label className="grid gap-1">
            {t('web.keep_out.who')}
            <select
              className="field"
              value=""
              onChange={(event) => event.target.value !== '' && keepOut(Number(event.target.value))}
            >
              <option value="">{t('web.keep_out.choose')}</option>
              {others.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </SmallDialog>
  );
}
