import type { LoggedEventView, Message } from '#contract/ticket.ts';
import { isInThread } from '#web/ticket/in-thread.ts';

/** What stands in a thread, one under the other. */
export type ThreadItem = { key: string; at: number } & (
  | { type: 'message'; message: Message }
  /** What happened between two messages, oldest first. */
  | { type: 'events'; events: readonly LoggedEventView[] }
  /** Nobody said or did anything for `lengthMs`. */
  | { type: 'silence'; lengthMs: number }
  | { type: 'new' }
);

/** From how long a silence is worth a line of its own. */
const SILENCE_MS = 24 * 3_600_000;

interface Woven {
  messages: readonly Message[];
  events: readonly LoggedEventView[];
  /** Messages before this one are not loaded yet, and events older than it wait with them; 0 = all are here. */
  from: number;
  /** The newest message that was looked at before; null the first time. */
  looked: number | null;
  /** Show only what this person said or did. */
  by: number | null;
}

type Raw = { at: number; order: number } & ({ message: Message } | { event: LoggedEventView });

const isBy = (by: number | null, id: number | undefined): boolean => by === null || id === by;

function raw({ messages, events, from, by }: Woven): Raw[] {
  const said = messages
    .filter((one) => isBy(by, one.author?.id))
    .map((message) => ({ message, at: message.at, order: 0 }));
  const done = events
    .filter((event) => event.at >= from && isInThread(event.type) && isBy(by, event.actor?.id))
    .map((event) => ({ event, at: event.at, order: event.seq }));
  return [...said, ...done].toSorted((a, b) => a.at - b.at || a.order - b.order);
}

/**
 * Messages and what happened between them, oldest first: events in a row stand together, long silences are drawn,
 * and one line parts what is new since the reader looked.
 */
export function weaveThread(woven: Woven): ThreadItem[] {
  const { looked } = woven;
  const items: ThreadItem[] = [];
  let isNewDrawn = false;
  for (const one of raw(woven)) {
    const before = items.at(-1);
    const silence = before === undefined ? 0 : one.at - lastAt(before);
    if (silence >= SILENCE_MS) {
      items.push({ type: 'silence', key: `silence ${one.at}`, at: one.at, lengthMs: silence });
    }
    if ('message' in one) {
      const { message } = one;
      if (!isNewDrawn && looked !== null && message.id > looked && message.kind !== 'reply') {
        isNewDrawn = true;
        items.push({ type: 'new', key: 'new', at: one.at });
      }
      items.push({ type: 'message', key: `message ${message.id}`, at: one.at, message });
      continue;
    }
    const last = items.at(-1);
    if (last?.type === 'events') items[items.length - 1] = { ...last, events: [...last.events, one.event] };
    else items.push({ type: 'events', key: `event ${one.event.seq}`, at: one.at, events: [one.event] });
  }
  return items;
}

const lastAt = (item: ThreadItem): number => (item.type === 'events' ? (item.events.at(-1)?.at ?? item.at) : item.at);
