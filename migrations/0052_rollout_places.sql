-- A rollout begins with all of its tickets: looking each of them up, and locking it for that, took longer than all the
-- rest. No ticket is ever deleted, and one that were is passed over when it comes to it.
alter table rollout_ticket drop constraint rollout_ticket_ticket_id_fkey;
