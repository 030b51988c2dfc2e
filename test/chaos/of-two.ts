import type { MessageId, TicketId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { LINK_KINDS } from '#core/link/link.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { linking } from '#server/ticket/link.ts';
import { merging } from '#server/ticket/merge.ts';
import type { PerformDeps } from '#server/ticket/perform.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import { splitting } from '#server/ticket/split.ts';
import { actorOf } from '#test/harness/desk.ts';
import { pickOf } from './acts.ts';
import type { ChaosDesk } from './desk-at-speed.ts';
import type { Input, OfTwo, Outcome } from './input.ts';

/** What changes two tickets, as its route does it: both are changed, or neither. */
export async function actOnTwo(deps: PerformDeps, desk: ChaosDesk, input: Input & { what: OfTwo }): Promise<Outcome> {
  const { commandId, what, ticketId, otherId } = input;
  if (ticketId === null) throw new Error(`${what} is about a ticket`);
  const act = { ticketId, commandId, actor: whoever(desk) };
  try {
    if (what === 'merge') await merging(deps).merge({ ...act, intoId: otherId! });
    else if (what === 'unmerge') await merging(deps).unmerge(act);
    else if (what === 'link' || what === 'unlink') {
      const kind = what === 'link' ? LINK_KINDS[pickOf(input, 1) % LINK_KINDS.length]! : null;
      await linking(deps)({ ...act, otherId: otherId!, kind });
    } else {
      const messageId = await newestOf(deps.db, ticketId);
      const made = await splitting(deps)({ ...act, messageId, subject: null });
      return { ticketId: made.id, refusal: null };
    }
    return { ticketId, refusal: null };
  } catch (error) {
    if (error instanceof HttpProblem && error.status < 500) return { ticketId, refusal: error.code };
    throw error;
  }
}

/** Who sees every ticket, unless kept away from it. */
function whoever(desk: ChaosDesk): PersonActor {
  return actorOf(desk, desk.sanja) as PersonActor;
}

async function newestOf(db: Tx, ticketId: TicketId): Promise<MessageId> {
  const { rows } = await db.query<{ id: MessageId }>(
    `select id from message where ticket_id = $1 and kind = 'message' order by id desc limit 1`,
    [ticketId],
  );
  return rows[0]?.id ?? 0;
}
