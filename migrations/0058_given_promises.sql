-- A person may name the time by which somebody hears: a promise that no step made.
alter table promise
  alter column escalation_id drop not null,
  drop constraint promise_stage_check,
  add constraint promise_stage_check check (stage in ('specialist', 'team_lead', 'manager', 'agent')),
  drop constraint promise_state_check,
  add constraint promise_state_check check (state in ('written', 'open', 'kept', 'broken', 'withdrawn')),
  drop constraint promise_answered,
  add constraint promise_answered check ((answered_at is null) = (answer_message_id is null)
    and (answered_at is null) = (took_ms is null)
    and (state in ('written', 'open', 'withdrawn')) <= (answered_at is null)
    and (state = 'kept') <= (answered_at is not null));
