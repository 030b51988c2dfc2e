-- Teams, skills and limits are versions too: what is done to them by hand is put down as a version when it is noticed.
alter table config_version
  drop constraint config_version_kind_check,
  add constraint config_version_kind_check check (
    kind in ('calendar', 'policy', 'path', 'intake_rules', 'matrix', 'team', 'skill', 'limits'));

alter table config_active
  drop constraint config_active_kind_check,
  add constraint config_active_kind_check check (
    kind in ('calendar', 'policy', 'path', 'intake_rules', 'matrix', 'team', 'skill', 'limits'));

alter table config_draft
  drop constraint config_draft_kind_check,
  add constraint config_draft_kind_check check (
    kind in ('calendar', 'policy', 'path', 'intake_rules', 'matrix', 'team', 'skill', 'limits'));
