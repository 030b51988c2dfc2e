import { useQuery } from '@tanstack/react-query';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { meQuery, peopleQuery } from '#web/people/queries.ts';

/** Whom something is asked of. */
export type Target = { type: 'manager' } | { type: 'team'; teamId: number } | { type: 'person'; personId: number };

const MANAGER = 'manager';

/** What a choice of the list stands for; null = nobody was chosen. */
export function targetOf(value: string): Target | null {
  const [type, id] = value.split(' ');
  if (value === MANAGER) return { type: 'manager' };
  if (type === 'team') return { type, teamId: Number(id) };
  return type === 'person' ? { type, personId: Number(id) } : null;
}

interface Props {
  ticket: TicketDetail;
  label: string;
  value: string;
  onPick: (value: string) => void;
  /** Who may be chosen at all; without it, everybody. */
  only?: readonly Target['type'][];
}

const EVERYBODY: readonly Target['type'][] = ['manager', 'team', 'person'];

/** One's manager, a team or a colleague: whoever may see the ticket. */
export function TargetSelect({ ticket, label, value, onPick, only = EVERYBODY }: Props) {
  const { data: people } = useQuery(peopleQuery);
  const { data: me } = useQuery(meQuery);
  const isOut = (id: number): boolean => id === me?.id || ticket.excluded.some((one) => one.id === id);
  return (
    <label className="grid gap-1 text-13">
      {label}
      <select className="field" value={value} onChange={(event) => onPick(event.target.value)}>
        <option value="">{t('web.target.choose')}</option>
        {only.includes('manager') && <option value={MANAGER}>{t('web.target.manager')}</option>}
        {only.includes('team') && (
          <optgroup label={t('web.filter.field.team')}>
            {people?.teams.map((team) => (
              <option key={team.id} value={`team ${team.id}`}>
                {team.name}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label={t('web.target.people')}>
          {people?.items
            .filter(({ id }) => !isOut(id))
            .map((person) => (
              <option key={person.id} value={`person ${person.id}`}>
                {person.name}
              </option>
            ))}
        </optgroup>
      </select>
    </label>
  );
}
