-- Stage and time told to the requester, and whether a person wrote by then.
create table promise (
  ticket_id bigint not null references ticket,
  id int not null,
  escalation_id int not null,
  stage text not null check (stage in ('specialist', 'team_lead', 'manager')),
  stage_since timestamptz not null,
  made_at timestamptz not null,
  due_at timestamptz not null,
  calendar_version_id bigint not null references config_version,
  told_at timestamptz,
  state text not null check (state in ('open', 'kept', 'broken')),
  answer_message_id bigint,
  answered_at timestamptz,
  took_ms bigint,
  primary key (ticket_id, id),
  constraint promise_answered check ((answered_at is null) = (answer_message_id is null)
    and (answered_at is null) = (took_ms is null)
    and (state = 'open') <= (answered_at is null) and (state = 'kept') <= (answered_at is not null))
);
create unique index promise_open on promise (ticket_id) where state = 'open';

alter table outbox
  drop constraint outbox_kind_check,
  add constraint outbox_kind_check check (kind in ('reply', 'notice_mail', 'promise_mail'));
