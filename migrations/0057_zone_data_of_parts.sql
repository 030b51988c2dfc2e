-- The version of the time zone data by which what hangs on a ticket was computed; null = nobody noted it.
alter table ticket add column zone_data text;
