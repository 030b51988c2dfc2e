-- Lists that read no more than they show, and search over what tickets say.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['unaccent', 'pg_trgm'] loop
    begin
      execute format('create extension if not exists %I', wanted);
    exception when others then
      raise exception 'Belay''s search needs the PostgreSQL extension "%", which could not be created (%). It is part of '
        'PostgreSQL''s contrib modules (Debian: they come with the package postgresql). Let a superuser run, in this '
        'database: create extension unaccent; create extension pg_trgm; – then start Belay again.', wanted, sqlerrm;
    end;
  end loop;
end $$;

-- A list walks a stretch of one of these for every team and status it may show, in order of next event; closed tickets
-- have none, so there the id orders them. The assignee's is the same for one person, or for nobody.
drop index ticket_next_event;
drop index ticket_team;
drop index ticket_assignee;
create index ticket_team on ticket (team_id, status, next_event_at, id);
create index ticket_assignee on ticket (assignee_id, team_id, status, next_event_at, id);
create index ticket_updated on ticket (team_id, status, last_event_at, id);

-- Clocks by when they run out, for "over", "in an hour", "today"; and those that stand still.
create index sla_clock_running on sla_clock (due_at, ticket_id) where state = 'running';
create index sla_clock_paused on sla_clock (paused_at, ticket_id) where state = 'paused';

-- Who follows what is still open: a list of open tickets does not read everything somebody was ever told about. Closed
-- is for good, so it only ever goes to false.
alter table ticket_follower add column live boolean not null default true;
update ticket_follower f set live = false from ticket t where t.id = f.ticket_id and t.status = 'closed';
create index ticket_follower_live on ticket_follower (person_id, ticket_id) where live;

create function ticket_follower_rests() returns trigger language plpgsql as $$
begin
  update ticket_follower set live = false where ticket_id = new.id and live;
  return null;
end $$;
create trigger ticket_follower_rests after update of status on ticket for each row
  when (new.status = 'closed' and old.status <> 'closed') execute function ticket_follower_rests();

-- Letters as search compares them: no accents (č = c, đ = d, ё = е), lower case, nothing but words. Named with its
-- schema, so that an index on it survives a restore. What is ASCII has no accents: looking for them costs half of it all.
do $$
declare
  place text := (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                 where e.extname = 'unaccent');
begin
  execute format($f$
    create function search_plain(words text) returns text language sql immutable strict parallel safe return
      translate(left(lower(case when octet_length(words) = length(words) then left(words, 20000)
          else %1$s.unaccent(%2$L::regdictionary, normalize(left(words, 20000), NFC)) end), 20000),
        '/_@.:;,+-=''’`"\&#~*|<>[]{}()?!%%^$', repeat(' ', 36))
  $f$, place, place || '.unaccent');
end $$;

-- Words as they stand, and the stems of the languages PostgreSQL has a stemmer for. In PL/pgSQL, as what follows: its
-- plans are kept, and what is given is worked out once.
create function search_words(plain text, language text) returns tsvector language plpgsql immutable parallel safe as $$
begin
  return to_tsvector('simple', plain) || case language
    when 'en' then to_tsvector('english', plain)
    when 'ru' then to_tsvector('russian', plain)
    when 'it' then to_tsvector('italian', plain)
    else ''::tsvector end;
end $$;

-- Each word behind a mark, such as from:ana, for what is asked by an operator.
create function search_marks(mark text, plain text) returns tsvector language sql immutable parallel safe return
  array_to_tsvector(coalesce((select array_agg(mark || ':' || left(w, 200)) from regexp_split_to_table(plain, '\s+') w
    where w <> ''), '{}'));

-- One document a ticket. Weights: A subject and number, B people, topic, tags and names of files, C what was said to and
-- by the requester, D notes. `letters` bounds it: what is said after the first hundred thousand is not found.
create table ticket_search (
  ticket_id bigint primary key references ticket,
  requester_id bigint not null references person,
  letters int not null,
  doc tsvector not null
) with (toast_tuple_target = 128);
-- apart from its row, and as it is: ids are read without the documents, and taking one apart costs more than its room
alter table ticket_search alter column doc set storage external;
create index ticket_search_doc on ticket_search using gin (doc) with (gin_pending_list_limit = 1024);
create index ticket_search_requester on ticket_search (requester_id, ticket_id);

-- The stretches of ids a ticket lies in, of 512, 2,048, 8,192 and so on up to 524,288, as words of its document: so the index of
-- documents finds the newest of many that match without reading the others.
create function search_stretches(id bigint) returns text[] language sql immutable parallel safe return
  array['id9:' || (id >> 9), 'id11:' || (id >> 11), 'id13:' || (id >> 13), 'id15:' || (id >> 15), 'id17:' || (id >> 17),
    'id19:' || (id >> 19)];

create function search_head(t ticket) returns tsvector language plpgsql stable as $$
begin
  return (select setweight(search_words(search_plain(t.subject), t.language), 'A')
    || setweight(to_tsvector('simple', t.number::text), 'A')
    || setweight(to_tsvector('simple', search_plain(left(p.name, 200) || ' ' || coalesce(p.email, '') || ' ' || t.topic
         || ' ' || array_to_string(t.tags, ' '))), 'B')
    || search_marks('from', search_plain(left(p.name, 200) || ' ' || coalesce(p.email, '')))
    || array_to_tsvector(array['team:' || t.team_id, 'lang:' || t.language, 'topic:' || lower(t.topic)])
    || array_to_tsvector(array(select 'tag:' || lower(tag) from unnest(t.tags) tag where tag <> ''))
    || array_to_tsvector(search_stretches(t.id))
  from person p where p.id = t.requester_id);
end $$;

-- Makes the documents of these tickets anew.
create function search_rebuild(ids bigint[]) returns void language plpgsql as $$
begin
  insert into ticket_search (ticket_id, requester_id, letters, doc)
  select t.id, t.requester_id, coalesce(length(said.outside), 0) + coalesce(length(said.inside), 0),
    search_head(t) || setweight(search_words(search_plain(coalesce(said.outside, '')), t.language), 'C')
      || setweight(search_words(search_plain(coalesce(said.inside, '')), t.language), 'D')
      || search_marks('to', search_plain(coalesce(said.addressed, '')))
      || coalesce(files.doc, ''::tsvector)
  from ticket t
  cross join lateral (
    select left(string_agg(left(m.visible_text, 20000), ' ' order by m.id) filter (where m.kind <> 'note'), 60000) as outside,
      left(string_agg(left(m.visible_text, 20000), ' ' order by m.id) filter (where m.kind = 'note'), 40000) as inside,
      left(string_agg(array_to_string(m.to_addresses || m.cc_addresses, ' '), ' '), 4000) as addressed
    from message m where m.ticket_id = t.id and m.delivery is distinct from 'cancelled'
  ) said
  left join lateral (
    select setweight(to_tsvector('simple', search_plain(left(string_agg(a.name, ' '), 4000))), 'B')
      || array_to_tsvector(array['has:attachment']) as doc
    from message m join attachment a on a.message_id = m.id
    where m.ticket_id = t.id and m.delivery is distinct from 'cancelled' having count(*) > 0
  ) files on true
  where t.id = any(ids)
  on conflict (ticket_id) do update set requester_id = excluded.requester_id, letters = excluded.letters, doc = excluded.doc;
end $$;

-- The document is kept by the database itself, in the transaction of the write: also while an older Belay runs beside.
create function search_said() returns trigger language plpgsql as $$
declare
  fresh bigint[] := array(select distinct s.ticket_id from said s
    where not exists (select from ticket_search d where d.ticket_id = s.ticket_id));
begin
  if fresh <> '{}' then
    perform search_rebuild(fresh);
    if not exists (select from said s where s.ticket_id <> all(fresh)) then
      return null;
    end if;
  end if;
  update ticket_search d set letters = d.letters + n.letters,
    doc = d.doc || setweight(search_words(search_plain(n.outside), t.language), 'C')
      || setweight(search_words(search_plain(n.inside), t.language), 'D')
      || search_marks('to', search_plain(n.addressed))
  from (select s.ticket_id, sum(least(length(s.visible_text), 20000)) as letters,
      coalesce(string_agg(left(s.visible_text, 20000), ' ') filter (where s.kind <> 'note'), '') as outside,
      coalesce(string_agg(left(s.visible_text, 20000), ' ') filter (where s.kind = 'note'), '') as inside,
      left(string_agg(array_to_string(s.to_addresses || s.cc_addresses, ' '), ' '), 4000) as addressed
    from said s left join unnest(fresh) f(id) on f.id = s.ticket_id where f.id is null group by s.ticket_id) n
  join ticket t on t.id = n.ticket_id
  where d.ticket_id = n.ticket_id and d.letters < 100000;
  return null;
end $$;
create trigger search_said after insert on message referencing new table as said
  for each statement execute function search_said();

create function search_attached() returns trigger language plpgsql as $$
begin
  update ticket_search d set doc = d.doc || setweight(to_tsvector('simple', search_plain(n.names)), 'B')
      || array_to_tsvector(array['has:attachment'])
  from (select m.ticket_id, left(string_agg(a.name, ' '), 4000) as names
    from attached a join message m on m.id = a.message_id group by m.ticket_id) n
  where d.ticket_id = n.ticket_id and length(d.doc) < 40000;
  return null;
end $$;
create trigger search_attached after insert on attachment referencing new table as attached
  for each statement execute function search_attached();

create function search_withdrawn() returns trigger language plpgsql as $$
begin
  perform search_rebuild(array[new.ticket_id]);
  return null;
end $$;
create trigger search_withdrawn after update of delivery, visible_text, ticket_id on message for each row
  when ((new.delivery = 'cancelled') is distinct from (old.delivery = 'cancelled')
    or new.visible_text is distinct from old.visible_text or new.ticket_id <> old.ticket_id)
  execute function search_withdrawn();

create function search_headed() returns trigger language plpgsql as $$
begin
  perform search_rebuild(array[new.id]);
  return null;
end $$;
create trigger search_headed after update on ticket for each row
  when ((old.subject, old.topic, old.tags, old.language, old.requester_id, old.team_id)
    is distinct from (new.subject, new.topic, new.tags, new.language, new.requester_id, new.team_id))
  execute function search_headed();

create function search_named() returns trigger language plpgsql as $$
begin
  perform search_rebuild(array(select d.ticket_id from ticket_search d where d.requester_id = new.id
    order by d.ticket_id desc limit 500));
  return null;
end $$;
create trigger search_named after update of name, email on person for each row
  when ((old.name, old.email) is distinct from (new.name, new.email)) execute function search_named();

select search_rebuild(array(select id from ticket));

-- People by any part of a name or an address.
do $$
declare
  place text := (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                 where e.extname = 'pg_trgm');
begin
  execute format('create index person_plain on person using gin
    (search_plain(name || '' '' || coalesce(email, '''')) %s.gin_trgm_ops)', place);
end $$;
