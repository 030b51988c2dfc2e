-- Two tickets that are one matter: the ticket that owes now what this one did.
alter table ticket
  add column merged_into bigint references ticket,
  add constraint ticket_merged_into check (merged_into is null or closed_as = 'merged');
create index ticket_merged on ticket (merged_into) where merged_into is not null;

alter table escalation
  drop constraint escalation_ended_why_check,
  add constraint escalation_ended_why_check check (ended_why in
    ('solved', 'closed', 'handed_back', 'de_escalated', 'merged', 'unmerged'));

-- What was closed by mistake is in its followers' lists again.
create function ticket_follower_wakes() returns trigger language plpgsql as $$
begin
  update ticket_follower set live = true where ticket_id = new.id and not live;
  return null;
end $$;
create trigger ticket_follower_wakes after update of status on ticket for each row
  when (old.status = 'closed' and new.status <> 'closed') execute function ticket_follower_wakes();
