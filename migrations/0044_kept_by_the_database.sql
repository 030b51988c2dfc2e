-- What lists read of a ticket beside its row stays right while an older Belay runs beside this one: it does not write it.

create function ticket_is_escalated() returns trigger language plpgsql as $$
declare
  live boolean := exists (select from escalation e where e.ticket_id = new.ticket_id and e.status <> 'ended');
begin
  update ticket set escalated = live where id = new.ticket_id and escalated <> live;
  return null;
end $$;
create trigger ticket_is_escalated_anew after insert on escalation
  for each row execute function ticket_is_escalated();
create trigger ticket_is_escalated after update of status on escalation for each row
  when ((old.status = 'ended') <> (new.status = 'ended')) execute function ticket_is_escalated();

create function sla_clock_of_team() returns trigger language plpgsql as $$
begin
  update sla_clock set team_id = new.team_id where ticket_id = new.id and nearest and team_id <> new.team_id;
  return null;
end $$;
create trigger sla_clock_of_team after update of team_id on ticket for each row
  when (new.team_id <> old.team_id) execute function sla_clock_of_team();

update ticket t set escalated = not escalated
  where t.status <> 'closed'
    and escalated <> exists (select from escalation e where e.ticket_id = t.id and e.status <> 'ended');
