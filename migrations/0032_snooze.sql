-- {by, until}; put aside by somebody until then, or until something wakes it.
alter table ticket add column snooze jsonb;
