-- Lists of a desk with a million tickets: each page and each number from an index in its own order.

-- Somebody's tickets by next event, whatever their team; closed ones have none and stand last, by id. Beside each is what a
-- number or an order asks of it, so that tickets need not be read for it.
drop index ticket_assignee;
create index ticket_assignee on ticket (assignee_id, next_event_at, id) include (team_id, status, last_event_at);
create index ticket_unassigned on ticket (team_id, next_event_at, id) include (status)
  where assignee_id is null and status <> 'closed';
-- By age: what is open, and what is closed.
create index ticket_open on ticket (team_id, id) where status <> 'closed';
create index ticket_closed on ticket (team_id, id) where status = 'closed';
-- By severity: what is open by next event, what is closed the newest first.
drop index ticket_severity;
create index ticket_severity on ticket (severity, next_event_at, id) include (team_id) where status <> 'closed';
create index ticket_closed_severity on ticket (severity, id desc) include (team_id) where status = 'closed';

-- Whether an escalation is under way, and how many clocks run or are paused.
alter table ticket
  add column escalated boolean not null default false,
  add column clocks_owed int not null default 0;
update ticket t set
    escalated = exists (select from escalation e where e.ticket_id = t.id and e.status <> 'ended'),
    clocks_owed = (select count(*) from sla_clock c where c.ticket_id = t.id and c.state <> 'stopped')
  where t.status <> 'closed';
create index ticket_escalated on ticket (team_id, next_event_at, id) include (status) where escalated;

-- The ticket's team, so that clocks are counted for a team without looking at tickets. Null: not noted yet.
alter table sla_clock add column team_id bigint;
update sla_clock c set team_id = t.team_id from ticket t
  where t.id = c.ticket_id and c.nearest and c.state <> 'stopped';
drop index sla_clock_running;
drop index sla_clock_paused;
create index sla_clock_running on sla_clock (due_at, ticket_id) include (team_id) where state = 'running' and nearest;
create index sla_clock_paused on sla_clock (paused_at, ticket_id) include (team_id) where state = 'paused' and nearest;

-- Whether a follower is not the one who holds the ticket: most of what one follows is one's own, and found as that.
alter table ticket_follower add column aside boolean not null default false;
update ticket_follower f set aside = true from ticket t
  where t.id = f.ticket_id and f.person_id is distinct from t.assignee_id;
drop index ticket_follower_live;
create index ticket_follower_aside on ticket_follower (person_id, live, ticket_id) where aside;

create or replace function ticket_follower_begins() returns trigger language plpgsql as $$
begin
  select t.status <> 'closed', new.person_id is distinct from t.assignee_id into new.live, new.aside
    from ticket t where t.id = new.ticket_id;
  return new;
end $$;

create function ticket_follower_holds() returns trigger language plpgsql as $$
begin
  update ticket_follower set aside = person_id is distinct from new.assignee_id
    where ticket_id = new.id and person_id in (old.assignee_id, new.assignee_id);
  return null;
end $$;
create trigger ticket_follower_holds after update of assignee_id on ticket for each row
  when (new.assignee_id is distinct from old.assignee_id) execute function ticket_follower_holds();
