-- How quick promises were answered of late is read from the newest answers.
create index promise_answered on promise (answered_at) where answered_at is not null;
