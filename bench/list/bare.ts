import type { Database } from '#server/platform/db/database.ts';

/** What a list shows of fifty tickets, by their ids, with the names beside them: nothing is looked for, sorted or shaped. */
const BARE = `select t.id, t.number, t.subject, t.status, t.severity, t.topic, t.tags, t.channel, t.language, t.tier,
    t.first_contact_at, t.last_event_at, t.next_event_at, t.next_event_kind, r.id as requester_id, r.name as requester,
    r.role as requester_role, m.name as team, a.id as assignee_id, a.name as assignee, a.role as assignee_role,
    left(l.visible_text, 200) as last_line, c.kind, c.state, c.target_ms, c.due_at, c.breached_at, e.id as escalation_id,
    e.status as escalation, e.step_index
  from ticket t join person r on r.id = t.requester_id join team m on m.id = t.team_id
    left join person a on a.id = t.assignee_id left join message l on l.id = t.last_message_id
    left join sla_clock c on c.ticket_id = t.id and c.kind = 'first_reply'
    left join escalation e on e.ticket_id = t.id and e.status <> 'ended'
  where t.id = any($1::bigint[])`;

/**
 * CPU milliseconds a page when bare SQL reads the tickets of `pages` (their ids), `rounds` times each: the limit beside
 * which a page of the list stands.
 */
export async function readBare(db: Database, pages: number[][], rounds: number, cpuMs: () => number): Promise<number> {
  const readAll = async (): Promise<void> => {
    for (const ids of pages) await db.query({ name: 'bench_bare', text: BARE, values: [ids] });
  };
  for (let warm = 0; warm < 6; warm += 1) await readAll();
  const before = cpuMs();
  for (let round = 0; round < rounds; round += 1) await readAll();
  return (cpuMs() - before) / (rounds * pages.length);
}
