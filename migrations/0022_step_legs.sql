-- Steps of a path open legs of their own, and whoever holds a leg may offer it to somebody below.
alter table leg
  -- null: a step opened it
  alter column opened_by drop not null,
  -- {escalationId, stepIndex, firing} of the step that opened it
  add column step jsonb,
  -- {to, at, reason, messageId, acceptBy} while its holder offers it to somebody below
  add column hand_back jsonb,
  drop constraint leg_ended_why_check,
  add constraint leg_ended_why_check check (ended_why in ('done', 'returned', 'expired', 'withdrawn', 'handed_back'));
