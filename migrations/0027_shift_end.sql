-- When the shift of whoever holds an escalation ends, and they give it back.
alter table escalation add column off_shift_at timestamptz;
