-- A step of a path may ask as well, and then nobody in person need have asked.
alter table approval add column step jsonb;
alter table approval alter column asked_by drop not null;
alter table approval add constraint approval_asked check (asked_by is not null or step is not null);
