-- What a supplier or another department is asked, in a side thread of its own.
create table question (
  ticket_id bigint not null references ticket,
  id int not null check (id > 0),
  asked_by bigint not null references person,
  asked_at timestamptz not null,
  -- The side thread begins with it. It is written after its ticket, in the same transaction.
  message_id bigint not null references message deferrable initially deferred,
  answer_ms bigint not null check (answer_ms > 0),
  holds boolean not null,
  status text not null check (status in ('open', 'ended')),
  phase text check (phase in ('asked', 'reminded', 'overdue', 'climbed')),
  answer_by timestamptz,
  next_at timestamptz,
  ended_at timestamptz,
  ended_why text check (ended_why in ('answered', 'undelivered', 'withdrawn')),
  primary key (ticket_id, id),
  constraint question_open check ((status = 'open') = (phase is not null and answer_by is not null)),
  constraint question_ended check ((status = 'ended') = (ended_at is not null and ended_why is not null)),
  -- none is forgotten: until the ticket climbs for it, Belay looks at it again
  constraint question_looked_at check (status = 'ended' or phase = 'climbed' or next_at is not null)
) with (fillfactor = 80);

-- A message of a side thread is none of the requester's.
alter table message
  add column question_id int,
  add constraint message_question foreign key (ticket_id, question_id) references question deferrable initially deferred,
  drop constraint message_kind_check,
  add constraint message_kind_check
    check (kind in ('message', 'reply', 'note', 'auto_reply', 'bounce', 'question', 'answer')),
  add constraint message_side check (kind not in ('question', 'answer') or question_id is not null),
  add constraint message_main check (kind not in ('message', 'reply', 'note') or question_id is null);
create index message_of_question on message (ticket_id, question_id, id) where question_id is not null;

alter table outbox
  drop constraint outbox_kind_check,
  add constraint outbox_kind_check
    check (kind in ('reply', 'notice_mail', 'promise_mail', 'question', 'question_reminder'));
