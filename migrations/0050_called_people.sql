-- A ticket that calls somebody stands in their list.
create index escalation_calls on escalation using gin (told) where status in ('climbing', 'last_resort');
