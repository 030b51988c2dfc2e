-- When the shift of whoever holds a part of the work ends, and they give it back.
alter table leg add column off_shift_at timestamptz;
