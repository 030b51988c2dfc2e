import type { PersonId, TicketId } from '#core/ids.ts';
import type { Effect } from '#core/ticket/effect.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

type Follow = Extract<Effect, { type: 'follow' }>;

const follower = recordset<{ ticket_id: TicketId; person_id: PersonId; why: Follow['why'] }>({
  ticket_id: 'bigint',
  person_id: 'bigint',
  why: 'text',
});

const FOLLOW = `insert into ticket_follower (${follower.columns}) select * from ${follower.source}
  on conflict do nothing`;

/** Lets people see a ticket from now on; the first reason stays. */
export async function addFollowers(tx: Tx, follows: { ticketId: TicketId; effect: Follow }[]): Promise<void> {
  const rows = follows.flatMap(({ ticketId, effect }) =>
    effect.personIds.map((person) => ({ ticket_id: ticketId, person_id: person, why: effect.why })),
  );
  if (rows.length === 0) return;
  await tx.query({ name: 'ticket_follow', text: FOLLOW, values: [follower.json(rows)] });
}

/** Ends what let people see a ticket beyond their teams. */
export async function removeFollowers(tx: Tx, gone: { ticketId: TicketId; personId: PersonId }[]): Promise<void> {
  if (gone.length === 0) return;
  await tx.query({
    name: 'ticket_unfollow',
    text: `delete from ticket_follower f using unnest($1::bigint[], $2::bigint[]) as r(ticket_id, person_id)
           where f.ticket_id = r.ticket_id and f.person_id = r.person_id`,
    values: [gone.map(({ ticketId }) => ticketId), gone.map(({ personId }) => personId)],
  });
}
