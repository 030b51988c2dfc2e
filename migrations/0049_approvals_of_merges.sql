-- What a merged ticket waits to be allowed goes on where it was merged into, and back.
alter table approval drop constraint approval_ended_why_check;
alter table approval add constraint approval_ended_why_check
  check (ended_why in ('granted', 'refused', 'expired', 'withdrawn', 'merged', 'unmerged'));
