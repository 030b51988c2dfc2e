-- Whether an escalation began because something had gone wrong, or because it was noticed before it did.
alter table ticket_fact
  add column reactive_escalations int not null default 0,
  add column proactive_escalations int not null default 0;

update ticket_fact f set reactive_escalations = e.reactive, proactive_escalations = e.every - e.reactive
from (
  select ticket_id, count(*) as every, count(*) filter (where
    body -> 'trigger' ->> 'type' = 'breach'
    or body -> 'trigger' ->> 'reason' in ('skill', 'authority', 'asked_for_manager')
    or body -> 'trigger' ->> 'kind' in ('complaint', 'rejected_solution', 'asked_for_manager', 'reopened_often',
      'undeliverable', 'promise_broken')) as reactive
  from ticket_event where type = 'escalation_started' group by ticket_id
) e where e.ticket_id = f.ticket_id;
