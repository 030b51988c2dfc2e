-- What a ticket is to others, in the order it was said or done. Splitting was done before; the log says so.
alter table ticket add column links jsonb not null default '[]';
update ticket t set links = e.links
  from (select ticket_id, jsonb_agg(jsonb_build_object(
            'otherId', coalesce(body -> 'splitFrom', body -> 'splitInto'),
            'kind', case when type = 'ticket_opened' then 'split_from' else 'split_into' end) order by seq) as links
        from ticket_event
        where type = 'message_split_off' or (type = 'ticket_opened' and body ? 'splitFrom')
        group by ticket_id) e
  where e.ticket_id = t.id;
