-- What somebody is excluded from, and what they took over from an escalation: found without looking at other tickets, so
-- that a number or a page of a list is read from indexes alone.
create index ticket_excluded on ticket using gin (excluded) where excluded <> '{}';
create index escalation_held_by on escalation (acknowledged_by) where status = 'acknowledged';
