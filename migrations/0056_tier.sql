-- Where a ticket stands while nobody above holds it; until now every ticket stood at the front line.
alter table ticket add column assigned_tier int not null default 1;
