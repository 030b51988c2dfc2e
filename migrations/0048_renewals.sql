-- The version of something else a version was published again for, with nothing changed by anybody.
alter table config_version add column renewed_for bigint references config_version;
