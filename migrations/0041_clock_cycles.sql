-- What a clock measured in a cycle that is over, kept for reports in the transaction that ended it. What each column
-- means is said once, in core/sla/ended-cycle.ts. `kind` names one clock of a ticket, as in sla_clock.
create table clock_cycle (
  ticket_id bigint not null references ticket,
  kind text not null check (split_part(kind, ':', 1) in
    ('first_reply', 'next_reply', 'update', 'resolution', 'agent_work', 'requester_wait', 'owner', 'answer')),
  cycle int not null check (cycle > 0),
  target_ms bigint not null,
  calendar_version_id bigint not null references config_version,
  policy_version_id bigint not null references config_version,
  started_at timestamptz not null,
  due_at timestamptz,
  ended_at timestamptz not null,
  ended_by text not null check (ended_by in
    ('reply', 'solve', 'close', 'merged', 'spam', 'handed_on', 'picked_up', 'abandoned', 'removed', 'restarted')),
  -- null: it ended without one, because of `removed` or `restarted`.
  outcome text check (outcome in ('met', 'late', 'void', 'not_measured')),
  banked_ms bigint not null check (banked_ms >= 0),
  breached_at timestamptz,
  breach_cause text check (breach_cause in ('policy_change', 'calendar_change', 'undelivered')),
  team_id bigint not null references team,
  assignee_id bigint references person,
  -- The event that ended it.
  seq int not null,
  primary key (ticket_id, kind, cycle),
  constraint clock_cycle_ended check ((outcome is null) = (ended_by in ('removed', 'restarted'))),
  constraint clock_cycle_met check (outcome is distinct from 'met' or breached_at is null)
);
create index clock_cycle_ended_at on clock_cycle (ended_at desc, ticket_id desc, kind, cycle);
-- Cycles that ended before this table are read from the logs, together with the facts, by the sweep.
truncate ticket_fact;
