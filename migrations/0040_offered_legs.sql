-- What is offered to somebody stands in their list.
create index leg_offered_to on leg using gin (told) where status = 'offered';
