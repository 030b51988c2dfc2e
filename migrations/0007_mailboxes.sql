-- Mailboxes on other people's servers: how each is reached, how far it was read, and replies that came before their parent.
create table mailbox_connection (
  mailbox_id bigint primary key references mailbox on delete cascade,
  imap_host text,
  imap_port int check (imap_port between 1 and 65535),
  imap_security text check (imap_security in ('tls', 'starttls', 'none')),
  imap_user text,
  -- Sealed under a key made of the installation's secret; never leaves the server.
  imap_secret text,
  imap_certificate text,
  imap_folder text not null default 'INBOX',
  -- What lay there before the connection was made is left alone, or taken as well.
  fetch_from text not null default 'now' check (fetch_from in ('now', 'all')),
  -- A folder that what was taken is moved to; null = it stays and is marked.
  move_to text,
  smtp_host text,
  smtp_port int check (smtp_port between 1 and 65535),
  smtp_security text check (smtp_security in ('tls', 'starttls', 'none')),
  smtp_user text,
  smtp_secret text,
  smtp_certificate text,
  -- Counts changes of the settings above, so that whoever fetches notices.
  version int not null default 1,
  changed_at timestamptz not null,
  state text not null default 'new' check (state in ('new', 'up', 'failing')),
  state_since timestamptz not null,
  last_error text,
  last_error_detail text,
  last_seen_at timestamptz,
  -- How far the folder was read. An epoch is a numbering of its messages; a server that numbers anew begins another.
  epoch int not null default 0,
  epoch_from timestamptz,
  uid_validity bigint,
  last_uid bigint not null default 0,
  -- Up to here a new numbering holds what may have been there before the mailbox was connected.
  rescan_to bigint not null default 0,
  -- One node fetches at a time.
  lease_holder text,
  lease_until timestamptz,
  constraint mailbox_connection_imap check ((imap_host is null) = (imap_port is null or imap_security is null or imap_user is null)),
  constraint mailbox_connection_smtp check ((smtp_host is null) = (smtp_port is null or smtp_security is null))
);

-- Where a fetched message lies on its server, so that a crash or a new numbering makes it neither lost nor double.
alter table intake add column source text not null default 'smtp' check (source in ('smtp', 'imap'));
alter table intake add column source_epoch int;
alter table intake add column source_uid bigint;
create unique index intake_source on intake (mailbox_id, source_epoch, source_uid) where source = 'imap';
create index intake_source_blob on intake (mailbox_id, blob_hash) where source = 'imap';

-- Message-IDs that the first message of a ticket answers and that have not arrived: when one does, it joins.
create table awaited_parent (
  message_id text not null,
  ticket_id bigint not null references ticket,
  requester_id bigint not null references person,
  until timestamptz not null,
  primary key (message_id, ticket_id)
);
create index awaited_parent_until on awaited_parent (until);
