-- How tickets find somebody: offers, how people are there, what a team's queue does, and what must be looked at again.

-- Where a ticket that nobody holds stands on its way to somebody; null when it is with somebody or not pushed.
alter table ticket add column distribution jsonb;
create index ticket_queued on ticket (team_id, severity, next_event_at, id) where distribution is not null;
create index ticket_offered on ticket (((distribution ->> 'to')::bigint)) where distribution ->> 'state' = 'offered';

-- A team's queue: how it distributes, and how it does. No row: each ticket is given at once, nothing is forecast.
create table queue (
  team_id bigint primary key references team,
  mode text not null check (mode in ('direct', 'push')),
  offer_ms bigint not null check (offer_ms between 15000 and 86400000),
  overflow_team_id bigint references team check (overflow_team_id <> team_id),
  overflow_after_ms bigint not null check (overflow_after_ms between 60000 and 604800000),
  seq int not null default 0 check (seq >= 0),
  pressure text not null default 'calm' check (pressure in ('calm', 'warned', 'overloaded')),
  pressure_since timestamptz,
  -- The forecast of the last look, for people to see.
  forecast jsonb,
  -- When to look for people to offer to; null when nothing waits.
  offers_at timestamptz,
  -- When to forecast again.
  due_at timestamptz not null
) with (fillfactor = 50);
create index queue_offers on queue (offers_at) where offers_at is not null;
create index queue_due on queue (due_at);

create table queue_event (
  team_id bigint not null references queue,
  seq int not null,
  at timestamptz not null,
  type text not null,
  version int not null,
  body jsonb not null,
  primary key (team_id, seq)
);

-- What somebody must be able to do for tickets of a topic.
create table queue_skill (
  team_id bigint not null references queue,
  topic text not null,
  skill_id bigint not null references skill,
  level int not null check (level between 1 and 3),
  primary key (team_id, topic)
);

alter table agent
  add column presence_because text not null default 'asked'
    check (presence_because in ('asked', 'planned', 'missed_offers', 'ended', 'unseen')),
  add column breaks jsonb not null default '[]',
  add column missed_offers int not null default 0 check (missed_offers >= 0),
  add column away_until timestamptz,
  alter column presence_since drop not null;

create table agent_event (
  person_id bigint not null references agent,
  seq int not null,
  at timestamptz not null,
  actor_id bigint references person,
  type text not null,
  version int not null,
  body jsonb not null,
  primary key (person_id, seq)
);

-- When somebody was last heard of. It passes no door, and a crash of the database may forget it.
create unlogged table heartbeat (
  person_id bigint primary key references person,
  seen_at timestamptz not null
) with (fillfactor = 50);

-- What a ticket's event says to an agent; each is counted once.
create table agent_word (
  ticket_id bigint not null references ticket,
  event_seq int not null,
  person_id bigint not null references person,
  word text not null check (word in ('offer_missed', 'offer_accepted')),
  primary key (ticket_id, event_seq)
);

-- Tickets to look at because something around them changed, not because a moment of theirs came.
create table recheck (
  ticket_id bigint primary key references ticket,
  cause text not null,
  asked_at timestamptz not null
);
create index recheck_order on recheck (asked_at, ticket_id);
