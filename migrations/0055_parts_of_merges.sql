-- What a merged ticket had handed to others, or asked suppliers, goes on where it was merged into, and back.
alter table leg drop constraint leg_ended_why_check;
alter table leg add constraint leg_ended_why_check
  check (ended_why in ('done', 'returned', 'expired', 'withdrawn', 'handed_back', 'merged', 'unmerged'));
alter table question drop constraint question_ended_why_check;
alter table question add constraint question_ended_why_check
  check (ended_why in ('answered', 'undelivered', 'withdrawn', 'merged', 'unmerged'));
-- the side thread of a question goes on in other tickets: it is known by the message that began it
create index question_by_message on question (message_id);
