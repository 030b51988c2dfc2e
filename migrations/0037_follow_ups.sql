-- The closed ticket that the first message of this one answered.
alter table ticket add column follows_id bigint references ticket;
create index ticket_follow_up on ticket (follows_id) where follows_id is not null;
