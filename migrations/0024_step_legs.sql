-- Steps of a path open legs of their own, and whoever holds a leg may offer it to somebody below.
alter table leg
  -- null: a step opened it
  alter column opened_by drop not null,
  -- {escalationId, stepIndex, firing} of the step that opened it
  add column step jsonb,
  -- {to, at, reason, messageId, acceptBy} while its holder offers it to somebody below
  add column hand_back jsonb,
  drop constraint leg_ended_why_check,
  add constraint leg_ended_why_check check (ended_why in ('done', 'returned', 'expired', 'withdrawn', 'handed_back'));
-- Whom a leg never comes to, how a dispute was decided, and how long a part lay and took in business time.
alter table leg
  add column barred bigint[] not null default '{}',
  -- {decision, messageId}
  add column decision jsonb,
  add column accepted_in_ms bigint,
  add column done_in_ms bigint;
-- Counted from this version on.
alter table ticket_fact
  add column legs int not null default 0,
  add column leg_hops int not null default 0,
  add column leg_returns int not null default 0,
  add column legs_done int not null default 0,
  add column transfers_without_work int not null default 0,
  add column ping_pongs int not null default 0,
  add column disputes int not null default 0;
-- How quick promises were answered of late is read from the newest answers.
create index promise_answered on promise (answered_at) where answered_at is not null;
-- {messageId, dueAt, from}: another time that a person named in a message to the requester.
alter table promise add column move jsonb;
