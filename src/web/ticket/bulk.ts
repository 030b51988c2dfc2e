import type { BulkAct, BulkReply } from '#contract/bulk.ts';
import type { TicketRow } from '#contract/ticket.ts';
import { api, newCommandId } from '#web/app/api.ts';

/** One act for the tickets it is for: what differs by ticket makes several. */
export interface Part {
  act: BulkAct;
  ids: readonly number[];
}

export interface Refusal {
  id: number;
  code: string;
}

/** What became of an act on several tickets. */
export interface Outcome {
  refused: readonly Refusal[];
  /** What puts back what was changed. */
  undo: readonly Part[];
}

const MOST_IDS = 100;

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

/** Does the parts one after the other: side by side they would only wait for each other's locks. */
export async function performParts(parts: readonly Part[]): Promise<Outcome> {
  const refused: Refusal[] = [];
  const undo: Part[] = [];
  for (const { act, ids } of parts) {
    const reply = await api.post<BulkReply>('/api/tickets/bulk', { ids, act, commandId: newCommandId() });
    for (const result of reply.results) {
      if (!result.ok) refused.push({ id: result.ticketId, code: result.code ?? 'internal' });
    }
    undo.push(...reply.undo);
  }
  return { refused, undo };
}
