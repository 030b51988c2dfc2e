import { expect } from 'vitest';
import type { TicketDetail } from '#contract/ticket.ts';
import type { Step } from '#core/escalation/path.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Database } from '#server/platform/db/database.ts';
import { publish, type PathBody } from '#server/sla/store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { openingAct, type OpenDesk } from './desk.ts';
import type { serveDesk } from './desk-server.ts';

type Server = Awaited<ReturnType<typeof serveDesk>>;

/** Says something over the API and expects that it is done; each time another command. */
export function asking(server: Server) {
  let said = 0;
  return async (
    by: PersonId,
    url: string,
    body: object = {},
    method: 'POST' | 'PUT' = 'PUT',
  ): Promise<TicketDetail> => {
    said += 1;
    const answer = await (await server.as(by)).ask(method, url, { commandId: `command-${said}`, ...body });
    expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
    return answer.json() as TicketDetail;
  };
}

/** Opens tickets that Petra has, on the desk's path with every step changed so. */
export async function opensOnSteps(
  db: Database,
  desk: OpenDesk,
  changes: Partial<Step>,
): Promise<() => Promise<TicketId>> {
  const { rows } = await db.query<{ body: PathBody }>('select body from config_version where id = $1', [
    desk.pathVersionId,
  ]);
  const body = rows[0]!.body;
  const steps = body.steps.map((step) => ({ ...step, ...changes }) as PathBody['steps'][number]);
  const pathVersionId = await db.withTransaction((tx) =>
    publish(tx, { kind: 'path', name: 'Other steps', body: { ...body, steps } }, desk.clock.current),
  );
  return async () => {
    const opening = await openingAct(db, desk, desk.clock.current);
    const command = { ...opening.command, pathVersionId } as TicketCommand;
    const { ticketId } = await desk.act({ ...opening, command });
    await desk.does(ticketId, desk.ivana, { type: 'assign', assigneeId: desk.lea, teamId: null });
    await desk.does(ticketId, desk.ivana, { type: 'assign', assigneeId: desk.petra, teamId: null });
    return ticketId;
  };
}

/** The log replayed is the row. */
export async function isItsLog(db: Database, id: TicketId): Promise<void> {
  const log = await readLog(db, id);
  const replayed = log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
  expect(replayed).toEqual((await loadTickets(db, [id])).get(id));
}
