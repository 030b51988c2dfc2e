import type { Severity } from '#core/ticket/ticket.ts';
import type { TicketRow } from '#contract/ticket.ts';
import { api, newCommandId } from '#web/app/api.ts';

/** What can be done to several tickets at once. */
export type BulkAct =
  | { type: 'assign'; assigneeId: number | null; teamId?: number }
  | { type: 'team'; teamId: number }
  | { type: 'severity'; severity: Severity }
  | { type: 'status'; status: 'open' | 'waiting_on_customer' | 'on_hold' | 'solved' }
  | { type: 'tags'; tags: string[] };

/** One act for the tickets it is for: what differs by ticket makes several. */
export interface Part {
  act: BulkAct;
  ids: readonly number[];
}

export interface Refusal {
  id: number;
  code: string;
}

const MOST_IDS = 100;
const MOST_TAGS = 20;

/** The parts of an act that may differ by ticket, in as few requests as there are different acts. */
export function partsFor(rows: readonly TicketRow[], actFor: (row: TicketRow) => BulkAct): Part[] {
  const parts = new Map<string, { act: BulkAct; ids: number[] }>();
  for (const row of rows) {
    const act = actFor(row);
    const key = JSON.stringify(act);
    const part = parts.get(key) ?? { act, ids: [] };
    part.ids.push(row.id);
    parts.set(key, part);
  }
  return [...parts.values()].flatMap(({ act, ids }) =>
    Array.from({ length: Math.ceil(ids.length / MOST_IDS) }, (_, index) => ({
      act,
      ids: ids.slice(index * MOST_IDS, (index + 1) * MOST_IDS),
    })),
  );
}

/** What brings a ticket back to what it was in `row`. A ticket is never new twice: it becomes open. */
export function inverseOf(act: BulkAct, row: TicketRow): BulkAct {
  switch (act.type) {
    case 'assign':
    case 'team':
      return { type: 'assign', assigneeId: row.assignee?.id ?? null, teamId: row.team.id };
    case 'severity':
      return { type: 'severity', severity: row.severity };
    case 'status':
      return { type: 'status', status: row.status === 'new' || row.status === 'closed' ? 'open' : row.status };
    case 'tags':
      return { type: 'tags', tags: row.tags };
  }
}

/** The ticket's tags with `tag` added or taken away. */
export const tagsWith = (row: TicketRow, tag: string, isOn: boolean): BulkAct => ({
  type: 'tags',
  tags: isOn ? [...new Set([...row.tags, tag])].slice(0, MOST_TAGS) : row.tags.filter((one) => one !== tag),
});

/** Does the parts one after the other; gives back whom it was refused for, with the reason's code. */
export async function performParts(parts: readonly Part[]): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  for (const { act, ids } of parts) {
    const { results } = await api.post<{ results: { ticketId: number; refusal: string | null }[] }>(
      '/api/tickets/bulk',
      {
        ids,
        act,
        commandId: newCommandId(),
      },
    );
    for (const result of results) {
      if (result.refusal !== null) refused.push({ id: result.ticketId, code: result.refusal });
    }
  }
  return refused;
}
