import { useQuery } from '@tanstack/react-query';
import { Eye, PencilLine } from 'lucide-react';
import type { TicketDetail, TicketRow } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';
import { list, momentInFull } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { Avatar } from '#web/people/Avatar.tsx';
import { usePresent } from '#web/people/presence.ts';
import { meQuery } from '#web/people/queries.ts';
import { ClockChip } from '#web/sla/ClockChip.tsx';
import { ClockShape } from '#web/sla/ClockShape.tsx';
import { rowFace } from '#web/sla/face.ts';

/** Selects the row for an act on several. */
export const RowCheck = ({
  row,
  isChecked,
  onCheck,
}: {
  row: TicketRow;
  isChecked: boolean;
  onCheck: (id: number, isOn: boolean) => void;
}) => (
  <label className="row-check">
    <input
      type="checkbox"
      tabIndex={-1}
      checked={isChecked}
      onChange={(event) => onCheck(row.id, event.target.checked)}
      aria-label={t('web.list.select', { number: row.number })}
    />
  </label>
);

/** A breach that the chip does not tell, because a later deadline is nearer. */
function MissedMark({ row }: { row: TicketRow }) {
  const missedAt = row.clock?.breachedAt ?? null;
  const told = row.nextEvent?.kind;
  if (missedAt === null || row.clock?.state === 'stopped' || told === undefined || told === row.clock?.kind)
    return null;
  const clock = t(`web.clock.kind.${row.clock?.kind ?? 'first_reply'}`);
  const words = t('web.clock.missed_at', { clock, at: momentInFull(missedAt) });
  return (
    <span className="text-over" title={words}>
      <ClockShape state="over" size={10} />
      <span className="sr-only">{words}</span>
    </span>
  );
}

/** How many deadlines run behind the one that is shown. */
function Others({ row }: { row: TicketRow }) {
  const { clock, nextEvent } = row;
  const isBehind =
    clock?.state === 'running' && clock.breachedAt === null && nextEvent !== null && nextEvent.kind !== clock.kind;
  const count = row.otherClocks + (isBehind ? 1 : 0);
  if (count === 0) return null;
  const words = t('web.list.other_clocks', { count });
  return (
    <span className="num text-12 text-muted" title={words}>
      <span aria-hidden="true">{t('web.list.more_tags', { count })}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

/** The one deadline that is next. */
export const RowClock = ({ row, statedAt, isStale }: { row: TicketRow; statedAt: number; isStale: boolean }) => (
  <>
    <MissedMark row={row} />
    <Others row={row} />
    <ClockChip face={(now) => rowFace(row, statedAt, now)} stale={isStale} />
  </>
);

const MOST_FACES = 2;

/** Who else is at the ticket now, and whether they write. */
export function Viewers({ ticketId }: { ticketId: number }) {
  const { data: me } = useQuery(meQuery);
  const others = usePresent(ticketId).filter((one) => one.person.id !== me?.id);
  if (others.length === 0) return null;
  const isWriting = others.some((one) => one.mode !== 'viewing');
  const words = t(isWriting ? 'web.list.writing' : 'web.list.viewing', {
    names: list(others.map((one) => one.person.name)),
    count: others.length,
  });
  const Icon = isWriting ? PencilLine : Eye;
  return (
    <span className="viewers" data-writing={isWriting || undefined} title={words}>
      <Icon className="icon size-[12px]" aria-hidden="true" />
      {others.slice(0, MOST_FACES).map((one) => (
        <Avatar key={one.person.id} person={one.person} size={20} />
      ))}
      <span className="sr-only">{words}</span>
    </span>
  );
}

/** Where a row went that has left the view: to somebody, into another state, or out of one's sight. */
export function WentTo({ row }: { row: TicketRow }) {
  const { data, isError } = useQuery({
    queryKey: ['ticket', row.id],
    queryFn: ({ signal }) => api.get<TicketDetail>(`/api/tickets/${row.id}`, signal),
    retry: false,
    staleTime: 2_000,
  });
  const words = isError
    ? t('web.list.went.away')
    : data === undefined
      ? t('web.list.gone')
      : data.status !== row.status && (data.status === 'solved' || data.status === 'closed')
        ? t(`web.status.${data.status}`)
        : data.assignee !== null && data.assignee.id !== row.assignee?.id
          ? t('web.list.went.person', { name: data.assignee.name, team: data.team.name })
          : data.team.id === row.team.id
            ? t(`web.status.${data.status}`)
            : t('web.list.went.team', { team: data.team.name });
  return <span className="cut text-12 text-muted">{words}</span>;
}
