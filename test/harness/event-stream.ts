import { request } from 'node:http';
import { until } from '#server/platform/clock.ts';

/** One server-sent event as it came. */
export type StreamedEvent = { event: string; id: string | null; data: unknown };

/** A browser's EventSource in small: what came so far, and waiting for what should come. */
export type EventStream = {
  readonly status: number;
  readonly events: StreamedEvent[];
  readonly isOver: boolean;
  readonly lastId: string | null;
  /** Waits (at most 5 s) until an event fits; throws with what came when none does. */
  next(fits: (event: StreamedEvent) => boolean): Promise<StreamedEvent>;
  close(): void;
};

/** Opens `url` as a signed-in browser would, from `lastEventId` when given. */
export const openStream = (url: string, cookie: string, lastEventId?: string): Promise<EventStream> =>
  new Promise((resolve, reject) => {
    const headers = { cookie, accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) };
    const asked = request(url, { headers }, (response) => {
      const events: StreamedEvent[] = [];
      let text = '';
      let isOver = false;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        events.push(...parts.flatMap(parse));
      });
      for (const end of ['end', 'close', 'error'] as const) response.on(end, () => (isOver = true));
      resolve({
        status: response.statusCode ?? 0,
        events,
        get isOver() {
          return isOver;
        },
        get lastId() {
          return events.findLast(({ id }) => id !== null)?.id ?? null;
        },
        next: async (fits) => {
          await until(() => events.some(fits) || isOver, { withinMs: 5_000 });
          const found = events.find(fits);
          if (found === undefined) throw new Error(`it did not come; came: ${JSON.stringify(events)}`);
          return found;
        },
        close: () => asked.destroy(),
      });
    });
    asked.on('error', reject);
    asked.end();
  });

const parse = (part: string): StreamedEvent[] => {
  const fields = new Map(part.split('\n').map((line) => [line.split(': ')[0]!, line.slice(line.indexOf(': ') + 2)]));
  const event = fields.get('event');
  if (event === undefined) return [];
  return [{ event, id: fields.get('id') ?? null, data: JSON.parse(fields.get('data') ?? 'null') as unknown }];
};
