import { Bell } from 'lucide-react';
import { memo } from 'react';
import type { TicketRow } from '#contract/ticket.ts';
import { languageName } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { PlainLink } from '#web/app/PlainLink.tsx';
import { StairGlyph } from '#web/escalation/StairGlyph.tsx';
import { Avatar } from '#web/people/Avatar.tsx';
import { ChannelIcon } from '#web/ticket/ChannelIcon.tsx';
import { RowCheck, RowClock, Viewers, WentTo } from '#web/ticket/RowParts.tsx';
import { isSameRow, type RowProps } from '#web/ticket/row-props.ts';
import { SeverityMark } from '#web/ticket/SeverityMark.tsx';

/** One ticket in 64 px (44 when close): who, what, where on the ladder, and the one deadline that is next. */
export const TicketListRow = memo(function TicketListRow(props: RowProps) {
  const { row, view, search, statedAt, index, isAt, isChecked, onCheck, isUnseen, isGone, isStale, isCompact } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isChecked}
      id={`ticket-row-${row.id}`}
      className="ticket-line"
      data-at={isAt || undefined}
      data-checked={isChecked || undefined}
    >
      <div role="gridcell" className="row-check-cell">
        <RowCheck row={row} isChecked={isChecked} onCheck={onCheck} />
      </div>
      <div role="gridcell" className="min-w-0">
        <PlainLink
          href={`/inbox/${view}/${row.id}${search}`}
          tabIndex={-1}
          className="ticket-row"
          aria-current={isAt ? 'true' : undefined}
          data-selected={isAt || undefined}
          data-unseen={isUnseen || undefined}
          data-gone={isGone || undefined}
        >
          {isUnseen && <span className="sr-only">{t('web.list.unseen')}</span>}
          <span className="ticket-row-line">
            {isCompact && <Standing row={row} />}
            <span className="ticket-row-name cut max-w-[46%] shrink-0">{row.requester.name}</span>
            <span className="cut text-13 text-ink-2" lang={row.language}>
              {row.subject}
            </span>
            <span className="ticket-row-end">
              {isCompact && !isGone && <Viewers ticketId={row.id} />}
              {isGone ? <WentTo row={row} /> : <RowClock row={row} statedAt={statedAt} isStale={isStale} />}
            </span>
          </span>
          {!isCompact && <SecondLine row={row} />}
        </PlainLink>
      </div>
    </div>
  );
}, isSameRow);

/** Where it stands on the ladder and how bad it is. */
const Standing = ({ row }: { row: TicketRow }) => (
  <>
    <StairGlyph tier={row.tier} escalation={row.escalation} />
    {row.escalation?.toldMe === true && (
      <span className="text-accent" title={t('web.list.told_me')}>
        <Bell className="icon size-[14px]" aria-hidden="true" />
        <span className="sr-only">{t('web.list.told_me')}</span>
      </span>
    )}
    <SeverityMark severity={row.severity} bare />
  </>
);

/** The last words, and whose it is. */
const SecondLine = ({ row }: { row: TicketRow }) => (
  <span className="ticket-row-line text-13 text-muted">
    <Standing row={row} />
    <span className="cut" lang={row.language}>
      {row.lastLine}
    </span>
    <span className="ticket-row-end text-12">
      <Viewers ticketId={row.id} />
      <Tags tags={row.tags} />
      <span className="row-team cut max-w-[88px]">{row.team.name}</span>
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

/** The first tag and how many more there are. */
const Tags = ({ tags }: { tags: readonly string[] }) => {
  const [first, ...more] = tags;
  if (first === undefined) return null;
  return (
    <span className="row-tags" title={tags.join(', ')}>
      <span className="tag">
        <span className="cut max-w-[72px]">{first}</span>
        {more.length > 0 && <span className="num text-muted">{t('web.list.more_tags', { count: more.length })}</span>}
      </span>
    </span>
  );
};
