-- Named people must say yes before something is done. A seat is one yes that is asked for.
create table approval (
  ticket_id bigint not null references ticket,
  id int not null check (id > 0),
  asked_by bigint not null references person,
  asked_at timestamptz not null,
  rule text not null check (rule in ('all', 'any')),
  amount_minor bigint check (amount_minor > 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  -- The note is written after its ticket, in the same transaction.
  message_id bigint references message deferrable initially deferred,
  decide_ms bigint not null check (decide_ms > 0),
  seats jsonb not null,
  -- Who may decide it now.
  told bigint[] not null,
  -- Who said yes; never whoever asked.
  granted_by bigint[] not null,
  status text not null check (status in ('pending', 'ended')),
  ended_at timestamptz,
  ended_why text check (ended_why in ('granted', 'refused', 'expired', 'withdrawn')),
  ended_by bigint references person,
  primary key (ticket_id, id),
  constraint approval_amount check ((amount_minor is null) = (currency is null)),
  constraint approval_ended check ((status = 'ended') = (ended_at is not null and ended_why is not null)),
  constraint approval_four_eyes check (asked_by <> all (granted_by)),
  -- nobody's silence is a yes
  constraint approval_granted check (ended_why is distinct from 'granted'
    or cardinality(granted_by) >= case rule when 'all' then jsonb_array_length(seats) else 1 end)
) with (fillfactor = 80);
create index approval_told on approval using gin (told) where status = 'pending';

-- The most that people of a tier, or of a role, may allow; a row without an amount is without limit.
create table approval_limit (
  id bigint generated always as identity primary key,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  tier int check (tier > 0),
  role text check (role in ('agent', 'specialist', 'approver', 'lead', 'escalation_manager', 'executive', 'admin')),
  most_minor bigint check (most_minor >= 0),
  constraint approval_limit_of check ((tier is null) <> (role is null)),
  constraint approval_limit_once unique nulls not distinct (currency, tier, role)
);

-- Who decides approvals in somebody's place when they do not.
create table approval_delegate (
  person_id bigint primary key references person,
  delegate_id bigint not null references person,
  constraint approval_delegate_other check (person_id <> delegate_id)
);

-- A link in a mail by which one person decides one approval, once. Only a hash of its secret is kept.
create table approval_link (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  ticket_id bigint not null,
  approval_id int not null,
  person_id bigint not null references person,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (ticket_id, approval_id) references approval
);
create index approval_link_expires on approval_link (expires_at);
