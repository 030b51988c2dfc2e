import type { Column } from '#web/ticket/display.ts';

const WIDTHS: Record<Column, string> = {
  severity: '76px',
  number: '72px',
  requester: 'minmax(120px, 1fr)',
  subject: 'minmax(180px, 2.4fr)',
  status: '132px',
  team: '104px',
  assignee: '132px',
  channel: '64px',
  language: '72px',
  topic: '104px',
  tags: '136px',
  updated: '112px',
  opened: '112px',
  clock: '148px',
};

/** The widths of a table's columns, the box for selecting first. */
export const tableColumns = (columns: readonly Column[]): string =>
  ['28px', ...columns.map((column) => WIDTHS[column])].join(' ');
