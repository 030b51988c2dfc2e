-- What Belay asks again and again while nothing is due finds its rows without passing by those that are not due.

-- the answers that a team owes soon; not only a ticket's nearest clock
create index sla_clock_owed on sla_clock (due_at, ticket_id)
  where state = 'running' and breached_at is null and kind in ('first_reply', 'next_reply');

-- tickets set aside because deciding about them threw: almost never any
create index ticket_stuck on ticket (id) where stuck_count > 0 and status <> 'closed';
