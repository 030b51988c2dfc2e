-- When people were last told that nobody may be offered what waits; null = never.
alter table queue add column stood_still_at timestamptz;
