-- What a list shows of a ticket's child rows and of its last message, kept ready in its own row. Null: not noted yet, and read
-- where it stands. `shown` is of the state after so many events (`shown_seq`); of another state it counts for nothing.
alter table ticket
  add column last_line text,
  add column shown json,
  add column shown_seq int;

-- An older Belay beside this one names the last message and knows nothing of its line.
create function ticket_line_unknown() returns trigger language plpgsql as $$
begin
  new.last_line := null;
  return new;
end $$;
create trigger ticket_line_unknown before update on ticket for each row
  when (new.last_message_id is distinct from old.last_message_id and new.last_line is not distinct from old.last_line
    and new.shown_seq is not distinct from old.shown_seq)
  execute function ticket_line_unknown();

-- Words that are changed or erased are so in the list as well.
create function message_line_changes() returns trigger language plpgsql as $$
begin
  update ticket set last_line = null where id = new.ticket_id and last_message_id = new.id;
  return null;
end $$;
create trigger message_line_changes after update of visible_text on message for each row
  when (new.visible_text <> old.visible_text) execute function message_line_changes();
