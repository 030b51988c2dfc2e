-- What an escalation waits for beside its next step, and on which path it was raised before another took its place.
alter table escalation
  add column began_path_version_id bigint references config_version,
  -- {until, by, leftMs}; nothing of it moves until then.
  add column silence jsonb,
  add column shift_changes_at timestamptz,
  -- Notices that people asked to have later than the call itself, or again.
  add column notices jsonb not null default '[]',
  drop constraint escalation_ended_why_check,
  add constraint escalation_ended_why_check check (ended_why in ('solved', 'closed', 'handed_back', 'de_escalated')),
  -- A program that holds it is reminded of nothing.
  drop constraint escalation_lent,
  add constraint escalation_lent check ((status = 'acknowledged') =
    (acknowledged_by is not null and acknowledged_at is not null));

-- How often the last resort was called is kept whatever becomes of the escalation next.
update escalation e set round = coalesce((
  select (l.body ->> 'round')::int from ticket_event l
  where l.ticket_id = e.ticket_id and l.type = 'last_resort_reached' and (l.body ->> 'escalationId')::int = e.id
    and not exists (select from ticket_event s where s.ticket_id = l.ticket_id and s.seq > l.seq
      and s.type = 'step_reached' and s.body ->> 'escalationId' = l.body ->> 'escalationId')
  order by l.seq desc limit 1), 0)
where round is null;

-- Until then triggers and steps of the ticket wait.
alter table ticket add column maintenance_until timestamptz;

-- Whose turn it was last in each rotation that a step of a path calls.
create table rotation_turn (
  rotation_id text primary key,
  person_id bigint not null references person,
  at timestamptz not null
);
