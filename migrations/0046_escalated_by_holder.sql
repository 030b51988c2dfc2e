-- Whose each escalated ticket is, so that of other teams' only one's own are read.
drop index ticket_escalated;
create index ticket_escalated on ticket (team_id, next_event_at, id) include (status, assignee_id) where escalated;
