-- Documents lie apart from their rows, also small ones. PostgreSQL puts a long value elsewhere only when its row has more than
-- 2,032 bytes; shorter documents stayed in their rows, so that these lay on seven times as many pages. An unfinished word is
-- asked of the index as a set of pages, which took twice as long. What is missing to that length is filled up with what
-- shrinks to nothing: a row then has a hundred bytes, whatever its document.
alter table ticket_search add column filler text not null default '';

create function search_filler(doc tsvector) returns text language sql stable strict return
  repeat('.', greatest(0, 2040 - pg_column_size(doc)));

create function search_filled() returns trigger language plpgsql as $$
begin
  new.filler := search_filler(new.doc);
  return new;
end $$;
create trigger search_filled before insert or update of doc on ticket_search for each row execute function search_filled();
-- also where triggers are set aside, as when much is read in at once
alter table ticket_search enable always trigger search_filled;

-- The rows that are there are written anew where that takes less than a minute. While it is done nothing can be said in a ticket: on a
-- large desk whoever runs it chooses the hour (docs/guide/upgrade.md).
do $$
begin
  if (select count(*) from (select from ticket_search limit 50001) d) <= 50000 then
    alter table ticket_search alter column filler type text using search_filler(doc);
  end if;
end $$;
