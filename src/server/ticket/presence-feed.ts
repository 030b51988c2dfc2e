import type { Presence } from '#contract/presence.ts';
import { can } from '#core/people/can.ts';
import type { TicketId } from '#core/ids.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { LiveFeed, LiveMessage } from '#server/platform/live/feed.ts';
import { readAllPresence } from './presence-store.ts';
import { readAccess } from './read-ticket.ts';
import type { PersonActor } from './sight.ts';

type Momentary = Omit<LiveMessage<PersonActor>, 'at'>;

/**
 * Adds who is at which ticket to a feed: told when it changes, also when somebody went without a word, to those who may
 * see the ticket then.
 */
export const withPresence = (feed: LiveFeed<PersonActor>, db: Tx, clock: Clock): LiveFeed<PersonActor> => {
  let told = new Map<TicketId, string>();
  return {
    ...feed,
    momentary: async () => {
      const present = await readAllPresence(db, await clock.now(db));
      const now = new Map(present.map((one) => [one.ticketId, JSON.stringify(one.people)]));
      const left = [...told.keys()].filter((id) => !now.has(id)).map((ticketId) => ({ ticketId, people: [] }));
      const changed = present.filter(({ ticketId }) => told.get(ticketId) !== now.get(ticketId));
      const messages = await Promise.all([...changed, ...left].map((one) => messageOf(db, one)));
      told = now;
      return messages.flat();
    },
  };
};

const messageOf = async (db: Tx, data: Presence): Promise<Momentary[]> => {
  const access = await readAccess(db, data.ticketId);
  if (access === null) return [];
  return [{ event: 'presence', data, sees: (reader) => can(reader, 'ticket.read', access) }];
};
