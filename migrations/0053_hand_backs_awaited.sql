-- To whom something is handed back stands in the list of what is theirs; few are under way at any moment.
create index escalation_hand_back on escalation (((hand_back ->> 'to')::bigint)) where hand_back is not null;
create index leg_hand_back on leg (((hand_back ->> 'to')::bigint)) where hand_back is not null;
