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
