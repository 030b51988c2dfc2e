-- What a ticket is told apart by, and who must never see it. A handful of people at most, so an array on the row: the
-- list reads it without another table.
alter table ticket
  add column tags text[] not null default '{}',
  add column excluded bigint[] not null default '{}';

-- What was returned by whom, and what its holder offers to somebody below.
alter table escalation
  add column returns jsonb not null default '[]',
  add column hand_back jsonb,
  drop constraint escalation_ended_why_check,
  add constraint escalation_ended_why_check check (ended_why in ('solved', 'closed', 'handed_back')),
  add constraint escalation_hand_back check (hand_back is null or status = 'acknowledged');

-- A reply that was taken back before it went out.
alter table message
  drop constraint message_delivery_check,
  add constraint message_delivery_check
    check (delivery in ('queued', 'accepted', 'failed', 'bounced', 'cancelled'));
