import type { Tx } from '#server/platform/db/transaction.ts';

/** A length of time over many tickets, in hours rounded to hundredths; null when there is none. */
export interface Spread {
  n: number;
  mean: number | null;
  median: number | null;
  /** By the nearest rank. */
  p90: number | null;
}

/** What Belay's own events say of all its tickets but those that were merged into others or are spam. */
export interface Figures {
  tickets: number;
  /** Went to another team at least once, at least three times. */
  team_changed: number;
  team_changed_3: number;
  /** Were solved or closed and then open again. */
  reopened: number;
  severity_changed: number;
  /** Solved without another team and without being opened again. */
  solved_untouched: number;
  /** From the first contact to the last solution. */
  resolution_hours: Spread;
  /** From the first contact to the first answer the channel took. */
  first_reply_hours: Spread;
  /** Escalated at least once; escalated ÷ all tickets is the escalation rate. */
  escalated: number;
  breached: number;
  /** Cycles of clocks that ended in time, or late. What a change of rules had put into the past is late as well. */
  cycles_met: number;
  cycles_late: number;
}

const spread = (length: string): string => {
  const hours = `extract(epoch from ${length}) / 3600`;
  return `json_build_object('n', count(${length}), 'mean', round(avg(${hours}), 2)::float8,
    'median', round((percentile_cont(0.5) within group (order by ${hours}))::numeric, 2)::float8,
    'p90', round((percentile_disc(0.9) within group (order by ${hours}))::numeric, 2)::float8)`;
};

/** Computes the figures from the facts of every ticket. */
export async function readFigures(tx: Tx): Promise<Figures> {
  const { rows } = await tx.query<Figures>(
    `select count(*) as tickets,
       count(*) filter (where f.team_changes >= 1) as team_changed,
       count(*) filter (where f.team_changes >= 3) as team_changed_3,
       count(*) filter (where f.reopenings >= 1) as reopened,
       count(*) filter (where f.severity_changes >= 1) as severity_changed,
       count(*) filter (where f.solves >= 1 and f.team_changes = 0 and f.reopenings = 0) as solved_untouched,
       ${spread('(f.last_solved_at - t.first_contact_at)')} as resolution_hours,
       ${spread('(f.first_replied_at - t.first_contact_at)')} as first_reply_hours,
       count(*) filter (where f.escalations >= 1) as escalated,
       count(*) filter (where f.breaches >= 1) as breached,
       coalesce(sum(c.met), 0)::bigint as cycles_met,
       coalesce(sum(c.late), 0)::bigint as cycles_late
     from ticket t join ticket_fact f on f.ticket_id = t.id
       left join (select ticket_id, count(*) filter (where outcome = 'met') as met,
           count(*) filter (where outcome = 'late') as late
         from clock_cycle group by ticket_id) c on c.ticket_id = t.id
     where t.closed_as is distinct from 'merged' and t.closed_as is distinct from 'spam'`,
  );
  return rows[0]!;
}
