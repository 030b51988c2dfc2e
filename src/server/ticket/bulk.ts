import type { BulkAct, BulkReply } from '#contract/bulk.ts';
import { can, type TicketAccess } from '#core/people/can.ts';
import type { PersonId, TeamId, TicketId } from '#core/ids.ts';
import type { Severity, TicketStatus } from '#core/ticket/ticket.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { handle, type Door, type HandledDecision, type TicketAct } from './handle.ts';
import { VERB_OF, type PersonCommand } from './may.ts';
import type { PersonActor } from './sight.ts';
import { lockTickets } from './ticket-store.ts';

/** A ticket before a bulk act: who may see it, and what the act may change. */
type Before = TicketAccess & {
  id: TicketId;
  seq: number;
  status: TicketStatus;
  severity: Severity;
  topic: string;
  firing: number | null;
};

type Asked = { actor: PersonActor; ids: TicketId[]; act: BulkAct; commandId: string };

/**
 * Does one act to up to a hundred tickets in one transaction. What is out of sight is not there, what is refused is said
 * row by row, and neither keeps the others from being done. The answer says how to put back what was changed.
 */
export const bulk = (db: Database, door: Door, asked: Asked): Promise<BulkReply> =>
  db.withTransaction(async (tx) => {
    const ids = [...new Set(asked.ids)];
    const before = await lockAndRead(tx, ids);
    const refusals = new Map<TicketId, string>();
    const acts: TicketAct[] = [];
    for (const id of ids) {
      const ticket = before.get(id);
      const refusal = ticket === undefined ? 'not_found' : refusalOf(asked, ticket);
      if (refusal !== null) refusals.set(id, refusal);
      else acts.push(actOn(asked, ticket!));
    }
    const decisions = acts.length === 0 ? [] : await handle(tx, door, acts);
    const decided = new Map(decisions.map((decision, index) => [acts[index]!.ticketId, decision]));
    return {
      results: asked.ids.map((ticketId) => resultOf(ticketId, refusals.get(ticketId), decided.get(ticketId))),
      undo: undoOf(asked.act, before, decisions),
    };
  });

const refusalOf = ({ actor, act }: Asked, ticket: Before): string | null => {
  if (!can(actor, 'ticket.read', ticket)) return 'not_found';
  return can(actor, VERB_OF[commandOf(act, ticket).type], ticket) ? null : 'not_allowed';
};

const actOn = ({ actor, act, commandId }: Asked, ticket: Before): TicketAct => ({
  ticketId: ticket.id,
  command: commandOf(act, ticket),
  actor,
  commandId: `${actor.personId}:${ticket.id}:bulk_${act.type}:${commandId}`,
});

const commandOf = (act: BulkAct, { firing }: Before): PersonCommand => {
  switch (act.type) {
    case 'assign':
      return { type: 'assign', assigneeId: act.assigneeId, teamId: act.teamId ?? null };
    case 'team':
      return { type: 'move_to_team', teamId: act.teamId };
    case 'status':
      return { type: 'set_status', to: act.status };
    case 'severity':
      return { type: 'set_severity', severity: act.severity };
    case 'topic':
      return { type: 'set_topic', topic: act.topic };
    case 'tags':
      return { type: 'change_tags', add: act.add, remove: act.remove };
    case 'escalate':
      // read under the lock: nobody has raised it in between
      return { type: 'escalate', firing, reason: act.reason, messageId: null };
    case 'snooze':
      return { type: 'snooze', until: act.until };
    case 'end_snooze':
      return { type: 'end_snooze' };
  }
};

const resultOf = (
  ticketId: TicketId,
  refusal: string | undefined,
  decision: HandledDecision | undefined,
): BulkReply['results'][number] => {
  if (refusal !== undefined || decision === undefined) {
    return { ticketId, ok: false, seq: null, code: refusal ?? 'not_found' };
  }
  return decision.ok
    ? { ticketId, ok: true, seq: decision.seq, code: null }
    : { ticketId, ok: false, seq: null, code: decision.refusal };
};

/** Tickets that go back to the same are put back together. */
const undoOf = (act: BulkAct, before: Map<TicketId, Before>, decisions: HandledDecision[]): BulkReply['undo'] => {
  const backs = decisions.flatMap((decision) => {
    if (!decision.ok || decision.repeated) return [];
    const back = inverseOf(act, before.get(decision.ticketId)!, decision);
    return back === null ? [] : [{ id: decision.ticketId, back }];
  });
  const grouped = Map.groupBy(backs, ({ back }) => JSON.stringify(back));
  return [...grouped.values()].map((group) => ({ ids: group.map(({ id }) => id), act: group[0]!.back }));
};

const inverseOf = (act: BulkAct, before: Before, decision: HandledDecision & { ok: true }): BulkAct | null => {
  switch (act.type) {
    case 'assign':
    case 'team':
      return { type: 'assign', assigneeId: before.assigneeId, teamId: before.teamId };
    case 'status':
      if (before.status === 'closed') return null;
      // nobody makes a ticket new again: it was seen
      return { type: 'status', status: before.status === 'new' ? 'open' : before.status };
    case 'severity':
      return { type: 'severity', severity: before.severity };
    case 'topic':
      return { type: 'topic', topic: before.topic };
    case 'tags': {
      const changed = decision.events?.map(({ event }) => event).find((event) => event.type === 'tags_changed');
      return changed === undefined ? null : { type: 'tags', add: changed.removed, remove: changed.added };
    }
    case 'snooze':
      return { type: 'end_snooze' };
    case 'end_snooze':
    case 'escalate':
      return null;
  }
};

/** Locks the tickets in the door's order, so that what is read is what the act changes. */
const lockAndRead = async (tx: Tx, ids: TicketId[]): Promise<Map<TicketId, Before>> => {
  await lockTickets(tx, ids);
  const { rows } = await tx.query<Before & { assigneeId: PersonId | null; teamId: TeamId }>({
    name: 'bulk_read',
    text: `select t.id, t.seq, t.status, t.severity, t.topic, t.team_id as "teamId", t.assignee_id as "assigneeId",
        t.excluded as "excludedIds",
        array(select f.person_id from ticket_follower f where f.ticket_id = t.id) as "followerIds",
        (select e.firing from escalation e where e.ticket_id = t.id and e.status <> 'ended' order by e.id desc limit 1) as firing
      from ticket t where t.id = any($1)`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
};
