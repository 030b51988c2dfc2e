-- The version of the time zone data by which a clock's due moment was computed; null = nobody noted it.
alter table sla_clock add column zone_data text;
