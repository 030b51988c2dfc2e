-- How long one person of the team takes for one answer: what a forecast counts with.
alter table queue add column answer_ms bigint not null default 600000 check (answer_ms between 60000 and 86400000);
