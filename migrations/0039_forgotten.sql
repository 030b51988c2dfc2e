-- Somebody who asked may be forgotten, unless what concerns them must be kept.
alter table person
  add column legal_hold_at timestamptz,
  add column legal_hold_by bigint references person,
  add column erased_at timestamptz,
  add column erased_by bigint references person,
  add constraint person_hold_by check ((legal_hold_at is null) = (legal_hold_by is null)),
  add constraint person_erased_by check ((erased_at is null) = (erased_by is null)),
  add constraint person_not_erased_under_hold check (erased_at is null or legal_hold_at is null),
  add constraint person_erased check (erased_at is null or (email is null and not active));
