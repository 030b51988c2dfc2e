-- A leg is one hand-over on a ticket, sideways to a skill or up to a manager; several may be open at once.
create table leg (
  ticket_id bigint not null references ticket,
  id int not null check (id > 0),
  direction text not null check (direction in ('functional', 'hierarchical')),
  status text not null check (status in ('offered', 'acknowledged', 'ended')),
  opened_by bigint not null references person,
  opened_at timestamptz not null,
  -- {type: 'person', personId} | {type: 'team', teamId} | {type: 'manager'}
  target jsonb not null,
  reason text not null,
  -- The note is written after its ticket, in the same transaction.
  message_id bigint references message deferrable initially deferred,
  accept_ms bigint not null check (accept_ms > 0),
  do_ms bigint not null check (do_ms > 0),
  -- Everyone it was ever offered to, in that order.
  asked bigint[] not null,
  returns jsonb not null,
  told bigint[],
  accept_by timestamptz,
  acknowledged_by bigint references person,
  acknowledged_at timestamptz,
  -- The tier of the holder when they took it; 0 = outside the tiers.
  height int,
  do_by timestamptz,
  lapses_at timestamptz,
  ended_at timestamptz,
  ended_why text check (ended_why in ('done', 'returned', 'expired', 'withdrawn')),
  primary key (ticket_id, id),
  constraint leg_offered check ((status = 'offered') = (told is not null and accept_by is not null)),
  constraint leg_held check ((status = 'acknowledged') =
    (acknowledged_by is not null and acknowledged_at is not null and height is not null and do_by is not null)),
  constraint leg_ended check ((status = 'ended') = (ended_at is not null and ended_why is not null))
) with (fillfactor = 80);
create index leg_held_by on leg (acknowledged_by) where status = 'acknowledged';
