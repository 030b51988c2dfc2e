-- Every kind of clock. `kind` names one clock of a ticket: its kind, or `kind:id` where a policy has two of a kind.
alter table sla_clock
  drop constraint sla_clock_kind_check,
  add constraint sla_clock_kind_check check (split_part(kind, ':', 1) in
    ('first_reply', 'next_reply', 'update', 'resolution', 'agent_work', 'requester_wait', 'owner', 'answer')),
  drop constraint sla_clock_outcome_check,
  add constraint sla_clock_outcome_check check (outcome in ('met', 'late', 'void', 'not_measured')),
  drop constraint sla_clock_stopped_by_check,
  add constraint sla_clock_stopped_by_check check (stopped_by in
    ('reply', 'solve', 'close', 'merged', 'spam', 'handed_on', 'picked_up', 'abandoned')),
  -- Why it was missed, when time alone did not run out.
  add column breach_cause text check (breach_cause in ('policy_change', 'calendar_change', 'undelivered')),
  -- How many cycles before this one were missed.
  add column earlier_breaches int not null default 0 check (earlier_breaches >= 0),
  add column warning_before_ms bigint,
  add column warned_before bigint[] not null default '{}',
  -- Its target became shorter than what it had used while it stood still.
  add column overtaken_by text check (overtaken_by in ('policy_change', 'calendar_change', 'undelivered')),
  -- The one of its ticket that lists show: what runs out first, else what stands still, else what stopped last.
  add column nearest boolean not null default true;
drop index sla_clock_running;
drop index sla_clock_paused;
create index sla_clock_running on sla_clock (due_at, ticket_id) where state = 'running' and nearest;
create index sla_clock_paused on sla_clock (paused_at, ticket_id) where state = 'paused' and nearest;

alter table ticket
  -- Public messages of human agents that their channel took and did not give back.
  add column answers int not null default 0,
  -- The calendar every clock was moved to; null = each target's own.
  add column calendar_version_id bigint references config_version,
  -- Up to here its past was carried over from elsewhere.
  add column imported_until timestamptz;
update ticket t set answers = e.n
  from (select ticket_id, count(*) as n from ticket_event where type = 'reply_accepted' group by ticket_id) e
  where e.ticket_id = t.id;
