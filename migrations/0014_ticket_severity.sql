-- What is open by how bad it is: without it a page of "by severity" reads everything that is open.
create index ticket_severity on ticket (severity, next_event_at, id) where status <> 'closed';
