-- What was refused of a ticket is told when it is explained.
create index ticket_command_refused on ticket_command (ticket_id, at) where refusal is not null;
