import { Link } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { memo } from 'react';
import type { TicketRow } from '#contract/ticket.ts';
import { languageName, momentInFull } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { StairGlyph } from '#web/escalation/StairGlyph.tsx';
import { Avatar } from '#web/people/Avatar.tsx';
import { ClockChip } from '#web/sla/ClockChip.tsx';
import { ClockShape } from '#web/sla/ClockShape.tsx';
import { rowFace } from '#web/sla/face.ts';
import { ChannelIcon } from '#web/ticket/ChannelIcon.tsx';
import type { View } from '#web/ticket/queries.ts';
import { SeverityMark } from '#web/ticket/SeverityMark.tsx';

interface Props {
  row: TicketRow;
  view: View;
  /** When the server stated the row. */
  statedAt: number;
  index: number;
  isSelected: boolean;
  isUnseen: boolean;
  isGone: boolean;
  isStale: boolean;
}

/** A breach that the chip does not tell, because a later deadline is nearer. */
function MissedMark({ row }: { row: TicketRow }) {
  const missedAt = row.clock?.breachedAt ?? null;
  const told = row.nextEvent?.kind;
  if (missedAt === null || row.clock?.state === 'stopped' || told === undefined || told === 'first_reply') return null;
  const words = t('web.clock.missed_at', { at: momentInFull(missedAt) });
  return (
    <span className="text-over" title={words}>
      <ClockShape state="over" size={10} />
      <span className="sr-only">{words}</span>
    </span>
  );
}

/** One ticket in 64 px: who, what, where on the ladder, and the one deadline that is next. */
export const TicketListRow = memo(function TicketListRow(props: Props) {
  const { row, view, statedAt, index, isSelected, isUnseen, isGone, isStale } = props;
  return (
    <div role="row" aria-rowindex={index + 1} aria-selected={isSelected} id={`ticket-row-${row.id}`}>
      <div role="gridcell">
        <Link
          to="/inbox/$view/$ticketId"
          params={{ view, ticketId: row.id }}
          search={(before) => ({ team: before.team })}
          tabIndex={-1}
          className="ticket-row"
          data-selected={isSelected || undefined}
          data-unseen={isUnseen || undefined}
          data-gone={isGone || undefined}
        >
          {isUnseen && <span className="sr-only">{t('web.list.unseen')}</span>}
          <span className="ticket-row-line">
            <span className="ticket-row-name cut max-w-[46%] shrink-0">{row.requester.name}</span>
            <span className="cut text-13 text-ink-2" lang={row.language}>
              {row.subject}
            </span>
            <span className="ticket-row-end">
              {isGone ? (
                <span className="text-12 text-muted">{t('web.list.gone')}</span>
              ) : (
                <>
                  <MissedMark row={row} />
                  <ClockChip face={(now) => rowFace(row, statedAt, now)} stale={isStale} />
                </>
              )}
            </span>
          </span>
          <SecondLine row={row} />
        </Link>
      </div>
    </div>
  );
});

/** Where it stands on the ladder, how bad it is, the last words, and whose it is. */
const SecondLine = ({ row }: { row: TicketRow }) => (
  <span className="ticket-row-line text-13 text-muted">
    <StairGlyph tier={row.tier} escalation={row.escalation} />
    {row.escalation?.toldMe === true && (
      <span className="text-accent" title={t('web.list.told_me')}>
        <Bell className="icon size-[14px]" aria-hidden="true" />
        <span className="sr-only">{t('web.list.told_me')}</span>
      </span>
    )}
    <SeverityMark severity={row.severity} bare />
    <span className="cut" lang={row.language}>
      {row.lastLine}
    </span>
    <span className="ticket-row-end text-12">
      <span className="cut max-w-[88px] max-sm:hidden">{row.team.name}</span>
      {row.assignee !== null && (
        <>
          <Avatar person={row.assignee} size={20} />
          <span className="sr-only">{t('web.list.assigned_to', { name: row.assignee.name })}</span>
        </>
      )}
      <ChannelIcon channel={row.channel} />
      <span className="min-w-[15px] text-end" title={languageName(row.language)}>
        {row.language}
      </span>
    </span>
  </span>
);
