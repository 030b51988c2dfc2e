-- What is counted about a ticket so that what needs no language is noticed: how often it was reopened, what nobody has
-- answered, since when its customer hears nothing. Null = as of a ticket nothing has happened to.
alter table ticket add column watch jsonb;

update ticket t set watch = jsonb_build_object(
  'reopens', (select count(*) from ticket_event e where e.ticket_id = t.id and e.type = 'ticket_reopened'
     and e.body ->> 'by' in ('message', 'customer')),
  'unanswered', coalesce((select jsonb_agg(jsonb_build_object('messageId', m.message_id, 'at', m.at) order by m.seq)
     from (select (e.body ->> 'messageId')::bigint as message_id, (extract(epoch from e.at) * 1000)::bigint as at, e.seq
       from ticket_event e
       where e.ticket_id = t.id and e.type = 'message_received' and e.body ->> 'kind' = 'message'
         and e.seq > coalesce((select max(a.seq) from ticket_event a where a.ticket_id = t.id
           and a.type = 'reply_accepted' and a.body -> 'automatic' is distinct from 'true'), 0)
       order by e.seq desc limit 20) m), '[]'),
  'quietSince', case when t.status = 'waiting_on_customer' or t.status = 'solved' then null else coalesce(
     (select (extract(epoch from max(e.at)) * 1000)::bigint from ticket_event e where e.ticket_id = t.id
       and (e.type = 'ticket_reopened' or (e.type = 'status_changed' and e.body ->> 'from' = 'waiting_on_customer')
         or (e.type = 'reply_accepted' and e.body -> 'automatic' is distinct from 'true'))),
     (select (extract(epoch from min(e.at)) * 1000)::bigint from ticket_event e where e.ticket_id = t.id
       and e.type = 'message_received' and e.body ->> 'kind' = 'message')) end)
where t.status <> 'closed';
