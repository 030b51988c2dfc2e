import type { EventPage, Message, MessagePage } from '#contract/ticket.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { Actor, Role } from '#core/people/roles.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readInSight } from './link-read-store.ts';
import { mergedWith, readNumbers } from './merge-read-store.ts';
import { readPeople } from './read-ticket.ts';

type Page = { after: number; limit: number };
/** Which end of the thread the first page shows; within a page messages always stand oldest first. */
type ThreadPage = Page & { order?: 'oldest' | 'newest' };

type MessageRow = Omit<Message, 'author' | 'attachments'> & {
  author_id: PersonId | null;
  author_name: string | null;
  author_role: Role | null;
};

/** A ticket's messages and notes and those of what was merged into it, oldest first, with what hangs on them. */
export const readMessages = async (
  db: Tx,
  ticketId: TicketId,
  { after, limit, order = 'oldest' }: ThreadPage,
): Promise<MessagePage> => {
  const isBackwards = order === 'newest';
  const ids = await mergedWith(db, ticketId);
  const { rows } = await db.query<MessageRow>({
    name: `ticket_messages_${order}`,
    text: `select m.id, m.kind, coalesce(here.id, m.question_id) as "questionId", m.from_address as "fromAddress", m.to_addresses as "to", m.cc_addresses as cc, m.at,
        m.visible_text as text, case when m.body_text = m.visible_text then '' else m.body_text end as "fullText",
        m.body_html is not null as "hasHtml", m.delivery, m.delivery_error as "deliveryError",
        o.not_before as "sendsAt", m.id_reused as "idReused", m.author_id, a.name as author_name, a.role as author_role
      from message m left join person a on a.id = m.author_id
        left join outbox o on o.message_id = m.id and o.state = 'queued' and o.attempts = 0
        left join question side on m.ticket_id <> $4 and side.ticket_id = m.ticket_id and side.id = m.question_id
        left join question here on here.ticket_id = $4 and here.message_id = side.message_id
      where m.ticket_id = any($1) and m.delivery is distinct from 'cancelled' and ${isBackwards ? '($2::bigint = 0 or m.id < $2) order by m.id desc' : 'm.id > $2 order by m.id'}
      limit $3`,
    values: [ids, after, limit + 1, ticketId],
  });
  const read = rows.slice(0, limit);
  const last = read.at(-1)?.id;
  const page = isBackwards ? read.toReversed() : read;
  const attachments = await db.query<Message['attachments'][number] & { message_id: number }>({
    name: 'ticket_attachments',
    text: `select id, message_id, name, media_type as "mediaType", size from attachment
      where message_id = any($1) order by message_id, position`,
    values: [page.map(({ id }) => id)],
  });
  const attachmentsOf = Map.groupBy(attachments.rows, ({ message_id }) => message_id);
  return {
    items: page.map(({ author_id, author_name, author_role, ...row }) => ({
      ...row,
      author: author_id === null ? null : { id: author_id, name: author_name ?? '', role: author_role ?? 'customer' },
      attachments: (attachmentsOf.get(row.id) ?? []).map(({ id, name, mediaType, size }) => ({
        id,
        name,
        mediaType,
        size,
      })),
    })),
    nextCursor: rows.length > limit ? String(last) : null,
  };
};

type EventRow = {
  seq: number;
  at: Instant;
  actor_id: PersonId | null;
  type: string;
  body: Record<string, unknown>;
  /** The other ticket, where it tells of a link or that a program made or took one back. */
  linked_id: TicketId | null;
};

/** A ticket's log, oldest first, with everyone and every ticket it names. */
export const readEvents = async (
  db: Tx,
  actor: Actor,
  ticketId: TicketId,
  { after, limit }: Page,
): Promise<EventPage> => {
  const { rows } = await db.query<EventRow>({
    name: 'ticket_events',
    text: `select seq, at, actor_id, type, body, case
          when type in ('ticket_linked', 'ticket_unlinked') then (body ->> 'otherId')::bigint
          when type = 'automation_acted' and body ->> 'command' in ('link', 'unlink') then (
            select (l.body ->> 'otherId')::bigint from ticket_event l
            where l.ticket_id = e.ticket_id and l.seq < e.seq and l.type in ('ticket_linked', 'ticket_unlinked')
            order by l.seq desc limit 1)
        end as linked_id
      from ticket_event e where ticket_id = $1 and seq > $2::bigint order by seq limit $3`,
    values: [ticketId, after, limit + 1],
  });
  const page = rows.slice(0, limit);
  const told = await withoutHidden(db, actor, page);
  const people = await readPeople(
    db,
    told.flatMap(({ actor_id, body }) => [actor_id, ...namedIn(body)]).filter((id) => id !== null),
  );
  return {
    items: told.map(({ seq, at, actor_id, type, body }) => ({
      seq,
      at,
      type,
      body,
      actor: actor_id === null ? null : (people.get(actor_id) ?? null),
    })),
    people: [...people.values()],
    tickets: await readNumbers(
      db,
      told.flatMap(({ body }) => ticketsIn(body)),
    ),
    nextCursor: rows.length > limit ? String(page.at(-1)?.seq) : null,
  };
};

/**
 * What was said of a ticket out of sight was not said to this reader. That a ticket went on from one, or that words of it
 * became one, is told without which. A merge is told to whoever sees either ticket, because its words are.
 */
const withoutHidden = async (db: Tx, actor: Actor, page: EventRow[]): Promise<EventRow[]> => {
  const others = page.flatMap(({ linked_id, body }) => (linked_id === null ? apartIn(body) : linked_id));
  const seen = await readInSight(db, actor, others);
  return page
    .filter(({ linked_id }) => linked_id === null || seen.has(linked_id))
    .map(withoutLinkKey)
    .map((row) => {
      const hidden = APART.filter((key) => key in row.body && !seen.has(row.body[key] as TicketId));
      if (hidden.length === 0) return row;
      return { ...row, body: Object.fromEntries(Object.entries(row.body).filter(([key]) => !hidden.includes(key))) };
    });
};

/** The keys that name a ticket whose words are its own: whoever sees this one does not see it for that. */
const APART = ['followsId', 'splitFrom', 'splitInto'];

const apartIn = (body: Record<string, unknown>): TicketId[] =>
  APART.flatMap((key) => (typeof body[key] === 'number' ? body[key] : []));

/** The key under which a link was asked for names the other ticket. */
const withoutLinkKey = (row: EventRow): EventRow => {
  const { commandId, ...cause } = (row.body['cause'] ?? {}) as { commandId?: string | null };
  return /^\d+:\d+:\d+:/.test(commandId ?? '') ? { ...row, body: { ...row.body, cause } } : row;
};

/** The keys under which bodies of events keep ids of other tickets. */
const TICKET_KEYS = [...APART, 'mergedId', 'mergedInto', 'otherId'];

const ticketsIn = (body: Record<string, unknown>): TicketId[] =>
  TICKET_KEYS.map((key) => body[key]).filter((id): id is TicketId => typeof id === 'number');

/** The keys under which bodies of events keep ids of people. */
const PEOPLE_KEYS = new Set([
  'requesterId',
  'authorId',
  'assigneeId',
  'by',
  'told',
  'personIds',
  'personId',
  'to',
  'from',
]);

const namedIn = (body: unknown): PersonId[] => {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) => {
    if (!PEOPLE_KEYS.has(key)) return namedIn(value);
    return [value].flat().filter((id): id is PersonId => typeof id === 'number');
  });
};
