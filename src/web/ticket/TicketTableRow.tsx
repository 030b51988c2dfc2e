import { memo } from 'react';
import type { TicketRow } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { PlainLink } from '#web/app/PlainLink.tsx';
import { StairGlyph } from '#web/escalation/StairGlyph.tsx';
import { Avatar } from '#web/people/Avatar.tsx';
import { ChannelIcon } from '#web/ticket/ChannelIcon.tsx';
import type { Column } from '#web/ticket/display.ts';
import { RowCheck, RowClock, Viewers, WentTo } from '#web/ticket/RowParts.tsx';
import { isSameRow, type RowProps } from '#web/ticket/row-props.ts';
import { SeverityMark } from '#web/ticket/SeverityMark.tsx';
import { tableColumns } from '#web/ticket/table-columns.ts';
import { Moment } from '#web/ui/Moment.tsx';

/** One ticket as a line of a table, with the columns that were chosen. */
export const TicketTableRow = memo(function TicketTableRow(props: RowProps) {
  const { row, columns, index, isAt, isChecked, onCheck, isUnseen, isGone } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isChecked}
      id={`ticket-row-${row.id}`}
      className="table-line"
      data-at={isAt || undefined}
      data-checked={isChecked || undefined}
      data-unseen={isUnseen || undefined}
      data-gone={isGone || undefined}
      style={{ gridTemplateColumns: tableColumns(columns) }}
    >
      <span role="gridcell">
        <RowCheck row={row} isChecked={isChecked} onCheck={onCheck} />
      </span>
      {columns.map((column) => (
        <span key={column} role="gridcell" className="table-cell cut" data-column={column}>
          <Cell column={column} {...props} />
        </span>
      ))}
    </div>
  );
}, isSameRow);

function Cell({ column, ...props }: RowProps & { column: Column }) {
  const { row, view, search, statedAt, isStale, isGone, isUnseen } = props;
  switch (column) {
    case 'subject':
      return (
        <PlainLink href={`/inbox/${view}/${row.id}${search}`} tabIndex={-1} className="table-link cut">
          {isUnseen && <span className="sr-only">{t('web.list.unseen')}</span>}
          <span lang={row.language}>{row.subject}</span>
        </PlainLink>
      );
    case 'severity':
      return (
        <span className="flex items-center gap-2">
          <SeverityMark severity={row.severity} bare />
          <StairGlyph tier={row.tier} escalation={row.escalation} />
        </span>
      );
    case 'number':
      return <span className="num text-muted">{t('web.ticket.number', { number: row.number })}</span>;
    case 'requester':
      return row.requester.name;
    case 'clock':
      return (
        <span className="flex items-center justify-end gap-2">
          {isGone ? <WentTo row={row} /> : <RowClock row={row} statedAt={statedAt} isStale={isStale} />}
        </span>
      );
    case 'assignee':
      return (
        <span className="flex items-center gap-2">
          {row.assignee !== null && <Avatar person={row.assignee} size={20} />}
          <span className="cut">{row.assignee?.name ?? '–'}</span>
          <Viewers ticketId={row.id} />
        </span>
      );
    default:
      return <Plain column={column} row={row} />;
  }
}

function Plain({ column, row }: { column: Column; row: TicketRow }) {
  switch (column) {
    case 'status':
      return (
        <span className="tag" data-status={row.status}>
          {t(`web.status.${row.status}`)}
        </span>
      );
    case 'team':
      return row.team.name;
    case 'channel':
      return <ChannelIcon channel={row.channel} />;
    case 'language':
      return row.language;
    case 'topic':
      return row.topic;
    case 'tags':
      return row.tags.join(', ');
    case 'updated':
      return <Moment at={row.lastEventAt} className="num text-muted" />;
    case 'opened':
      return <Moment at={row.firstContactAt} className="num text-muted" />;
    default:
      return null;
  }
}
