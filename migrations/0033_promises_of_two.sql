-- An answer that was not delivered after all is owed again, beside what was promised since.
drop index promise_open;
create index promise_open on promise (ticket_id) where state = 'open';
