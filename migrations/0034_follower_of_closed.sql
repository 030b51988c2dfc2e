-- Who begins to follow a closed ticket follows a closed one: until now only closing and taking up again said so.
create function ticket_follower_begins() returns trigger language plpgsql as $$
begin
  new.live := exists (select from ticket t where t.id = new.ticket_id and t.status <> 'closed');
  return new;
end $$;
create trigger ticket_follower_begins before insert on ticket_follower
  for each row execute function ticket_follower_begins();

update ticket_follower f set live = false from ticket t where t.id = f.ticket_id and t.status = 'closed' and f.live;
