import type { BulkAct } from '#contract/bulk.ts';
import type { TicketRow } from '#contract/ticket.ts';

/**
 * Why an act would be refused for every one of `rows`, as far as a row says it: the code of the first of them. Null where
 * it may be done for one of them, or where only the server knows.
 */
export function refusalOfAll(rows: readonly TicketRow[], actFor: (row: TicketRow) => BulkAct): string | null {
  const [first] = rows;
  if (first === undefined || rows.some((row) => refusalOf(row, actFor(row)) === null)) return null;
  return refusalOf(first, actFor(first));
}

function refusalOf(row: TicketRow, act: BulkAct): string | null {
  if (row.status === 'closed') return 'ticket_closed';
  switch (act.type) {
    case 'assign': {
      const isSame = (row.assignee?.id ?? null) === act.assigneeId && (act.teamId ?? row.team.id) === row.team.id;
      return isSame ? 'same_assignee' : null;
    }
    case 'team':
      return row.team.id === act.teamId ? 'same_team' : null;
    case 'status':
      return row.status === act.status ? 'same_status' : null;
    case 'severity':
      return row.severity === act.severity ? 'same_severity' : null;
    case 'topic':
      return row.topic === act.topic ? 'same_topic' : null;
    case 'tags':
      return changesTags(row.tags, act) ? null : 'same_tags';
    case 'escalate':
    case 'snooze':
      return row.status === 'solved' ? 'ticket_solved' : null;
    case 'end_snooze':
      return null;
  }
}

const changesTags = (tags: readonly string[], { add, remove }: Extract<BulkAct, { type: 'tags' }>): boolean =>
  add.some((tag) => !tags.includes(tag)) || remove.some((tag) => tags.includes(tag));
