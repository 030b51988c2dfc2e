-- A phrase is found only where it was said in one go. What a document joins (words and their stems, subject and name, one
-- message and the next) stood so close that the last word of one and the first of the other made a phrase.

-- A word nobody writes and no stemmer touches. It takes a place and is taken out again: what is left is a gap.
create function search_seam() returns text language sql immutable parallel safe return 'zzzseamzzz';

create function search_apart(doc tsvector) returns tsvector language sql immutable strict parallel safe return
  ts_delete('''zzzseamzzz'':1'::tsvector || doc, 'zzzseamzzz');

create or replace function search_words(plain text, language text) returns tsvector language plpgsql immutable parallel safe as $$
begin
  return search_apart(to_tsvector('simple', plain) || case language
    when 'en' then to_tsvector('english', 'zzzseamzzz ' || plain)
    when 'ru' then to_tsvector('russian', 'zzzseamzzz ' || plain)
    when 'it' then to_tsvector('italian', 'zzzseamzzz ' || plain)
    else ''::tsvector end);
end $$;

-- Whether a document was made so. One that was not is made anew when something is said in its ticket: to make all of them
-- here would hold up a large installation. The newest are made at once.
alter table ticket_search add column apart boolean not null default false;

create or replace function search_head(t ticket) returns tsvector language plpgsql stable as $$
begin
  return (select setweight(search_words(search_plain(t.subject), t.language), 'A')
    || setweight(search_apart(to_tsvector('simple', t.number::text)), 'A')
    || setweight(search_apart(to_tsvector('simple', search_plain(left(p.name, 200) || ' ' || coalesce(p.email, '') || ' ' || t.topic
         || ' ' || array_to_string(t.tags, ' ')))), 'B')
    || search_marks('from', search_plain(left(p.name, 200) || ' ' || coalesce(p.email, '')))
    || array_to_tsvector(array['team:' || t.team_id, 'lang:' || t.language, 'topic:' || lower(t.topic)])
    || array_to_tsvector(array(select 'tag:' || lower(tag) from unnest(t.tags) tag where tag <> ''))
    || array_to_tsvector(search_stretches(t.id))
  from person p where p.id = t.requester_id);
end $$;

create or replace function search_rebuild(ids bigint[]) returns void language plpgsql as $$
begin
  insert into ticket_search (ticket_id, requester_id, letters, apart, doc)
  select t.id, t.requester_id, coalesce(length(said.outside), 0) + coalesce(length(said.inside), 0), true,
    search_head(t) || setweight(search_words(search_plain(coalesce(said.outside, '')), t.language), 'C')
      || setweight(search_words(search_plain(coalesce(said.inside, '')), t.language), 'D')
      || search_marks('to', search_plain(coalesce(said.addressed, '')))
      || coalesce(files.doc, ''::tsvector)
  from ticket t
  cross join lateral (
    select left(string_agg(left(m.visible_text, 20000), ' ' || search_seam() || ' ' order by m.id) filter (where m.kind <> 'note'), 60000) as outside,
      left(string_agg(left(m.visible_text, 20000), ' ' || search_seam() || ' ' order by m.id) filter (where m.kind = 'note'), 40000) as inside,
      left(string_agg(array_to_string(m.to_addresses || m.cc_addresses, ' '), ' '), 4000) as addressed
    from message m where m.ticket_id = t.id and m.delivery is distinct from 'cancelled'
  ) said
  left join lateral (
    select setweight(search_apart(to_tsvector('simple', search_plain(left(string_agg(a.name, ' '), 4000)))), 'B')
      || array_to_tsvector(array['has:attachment']) as doc
    from message m join attachment a on a.message_id = m.id
    where m.ticket_id = t.id and m.delivery is distinct from 'cancelled' having count(*) > 0
  ) files on true
  where t.id = any(ids)
  on conflict (ticket_id) do update set requester_id = excluded.requester_id, letters = excluded.letters,
    apart = excluded.apart, doc = excluded.doc;
end $$;

create or replace function search_said() returns trigger language plpgsql as $$
declare
  fresh bigint[] := array(select distinct s.ticket_id from said s
    where not exists (select from ticket_search d where d.ticket_id = s.ticket_id and d.apart));
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
      coalesce(string_agg(left(s.visible_text, 20000), ' ' || search_seam() || ' ') filter (where s.kind <> 'note'), '') as outside,
      coalesce(string_agg(left(s.visible_text, 20000), ' ' || search_seam() || ' ') filter (where s.kind = 'note'), '') as inside,
      left(string_agg(array_to_string(s.to_addresses || s.cc_addresses, ' '), ' '), 4000) as addressed
    from said s left join unnest(fresh) f(id) on f.id = s.ticket_id where f.id is null group by s.ticket_id) n
  join ticket t on t.id = n.ticket_id
  where d.ticket_id = n.ticket_id and d.letters < 100000;
  return null;
end $$;

create or replace function search_attached() returns trigger language plpgsql as $$
begin
  update ticket_search d set doc = d.doc || setweight(search_apart(to_tsvector('simple', search_plain(n.names))), 'B')
      || array_to_tsvector(array['has:attachment'])
  from (select m.ticket_id, left(string_agg(a.name, ' '), 4000) as names
    from attached a join message m on m.id = a.message_id group by m.ticket_id) n
  where d.ticket_id = n.ticket_id and length(d.doc) < 40000;
  return null;
end $$;

select search_rebuild(array(select id from ticket order by id desc limit 5000));
