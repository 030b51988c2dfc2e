import type { Tx } from '#server/platform/db/transaction.ts';
import { isMail, mailIdOf, type Acknowledged } from './input.ts';
import type { World } from './mail.ts';

/** Every mail that was answered 250 is in the ledger with a verdict, and became a message by one of its rows. */
export async function faultsOfMailIn(db: Tx, journal: Acknowledged[]): Promise<string[]> {
  const { rows } = await db.query<{ message_id: string; undecided: number; taken: number }>(
    `select message_id, count(*) filter (where verdict = 'received') as undecided,
       count(*) filter (where verdict in ('accepted', 'joined')) as taken from intake group by message_id`,
  );
  const ledger = new Map(rows.map((row) => [row.message_id, row]));
  return journal.filter(isMail).flatMap(({ commandId, what }) => {
    const row = ledger.get(mailIdOf(commandId));
    if (row === undefined) return `mail ${commandId} was taken and is not in the ledger`;
    if (what === 'bounce' && row.undecided === 0 && row.taken <= 1) return [];
    if (row.undecided > 0 || row.taken !== 1) return `mail ${commandId} became ${row.taken} messages`;
    return [];
  });
}

/**
 * Every effect went out, but for those that the world refuses. A mail reached the world or the catcher once; twice only
 * where the row says that a kill fell between the world's yes and the commit. Every notice went by one mail, every reply counted once.
 */
export async function faultsOfMailOut(db: Tx, { taken, refused, returned }: World): Promise<string[]> {
  const { rows } = await db.query<{
    id: number;
    key: string;
    state: string;
    uncertain: boolean;
    mail_message_id: string;
    nothing: boolean;
    withdrawn: boolean;
    caught: number;
  }>(
    `select o.id, o.key, o.state, o.uncertain, o.mail_message_id, count(c.id) as caught,
       o.last_error is not distinct from 'nothing_left_to_say'
         and not exists (select 1 from notice n where n.outbox_id = o.id) as nothing,
       exists (select 1 from message m where m.id = o.message_id and m.delivery = 'cancelled') as withdrawn
     from outbox o left join caught_mail c on c.outbox_id = o.id group by o.id`,
  );
  const faults = rows.flatMap((row) => {
    const reached = row.caught + (taken.get(row.mail_message_id) ?? 0);
    if (row.state === 'cancelled' && (row.nothing || row.withdrawn) && reached === 0) return [];
    if (row.state === 'failed' && refused.has(row.mail_message_id) && reached === 0) return [];
    const isReturned = row.state === 'bounced' && returned.has(row.mail_message_id);
    const once = reached === 1 || (reached > 1 && row.uncertain && row.caught <= 1);
    return (row.state === 'accepted' || isReturned) && once
      ? []
      : `outbox row ${row.id} (${row.key}) is ${row.state}, reached somebody ${reached} times`;
  });
  const known = new Set(rows.map((row) => row.mail_message_id));
  const strangers = [...taken.keys()].filter((id) => !known.has(id)).map((id) => `mail ${id} left from nowhere`);
  return [...faults, ...strangers, ...(await faultsOfMessages(db))];
}

/** What is told of a reply, accepted, failed, taken back and withdrawn, for each place where it may stand. */
const TOLD: Record<string, string[]> = {
  accepted: ['1,0,0,0'],
  cancelled: ['0,0,0,1'],
  failed: ['0,1,0,0'],
  // it came back before or after its taking was written down
  bounced: ['1,0,1,0', '0,1,0,0'],
};

async function faultsOfMessages(db: Tx): Promise<string[]> {
  const replies = await db.query<{ id: number; delivery: string | null; told: string }>(
    `select m.id, m.delivery, concat_ws(',', count(*) filter (where e.type = 'reply_accepted'),
       count(*) filter (where e.type = 'reply_failed'), count(*) filter (where e.type = 'reply_retracted'),
       count(*) filter (where e.type = 'reply_withdrawn')) as told
     from message m left join ticket_event e on e.ticket_id = m.ticket_id and (e.body->>'messageId')::bigint = m.id
     where m.kind = 'reply' group by m.id`,
  );
  const { rows } = await db.query<{ fault: string }>(
    `select 'notice ' || id || ' was never mailed' as fault from notice where outbox_id is null
     union all
     select 'ticket ' || t.id || ' shows withdrawn words' from ticket t join message m on m.id = t.last_message_id
       where m.delivery = 'cancelled'`,
  );
  const ofReplies = replies.rows.flatMap(({ id, delivery, told }) =>
    TOLD[delivery ?? '']?.includes(told) ? [] : `reply ${id} is ${delivery} and was told ${told}`,
  );
  return [...ofReplies, ...rows.map((row) => row.fault)];
}
