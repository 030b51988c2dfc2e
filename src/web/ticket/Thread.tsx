import { useInfiniteQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { LoggedEventView, Message, TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { isInThread } from '#web/ticket/event-words.ts';
import { MessageItem } from '#web/ticket/MessageItem.tsx';
import { messagesQuery } from '#web/ticket/queries.ts';
import { SystemLine } from '#web/ticket/SystemLine.tsx';
import { useLog } from '#web/ticket/use-log.ts';
import { useLooked } from '#web/ticket/use-looked.ts';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

type Item = { at: number; order: number } & (
  | { type: 'message'; message: Message }
  | { type: 'event'; event: LoggedEventView }
);

/** Messages and what happened between them, oldest first; events older than the oldest message shown wait with it. */
function weave(messages: readonly Message[], events: readonly LoggedEventView[], from: number): Item[] {
  const items: Item[] = [
    ...messages.map((message) => ({ type: 'message' as const, message, at: message.at, order: 0 })),
    ...events
      .filter((event) => event.at >= from && isInThread(event.type))
      .map((event) => ({ type: 'event' as const, event, at: event.at, order: event.seq })),
  ];
  return items.toSorted((a, b) => a.at - b.at || a.order - b.order);
}

/** What was said, with the newest at the bottom, where the reading begins. */
export function Thread({ ticket }: { ticket: TicketDetail }) {
  const query = useInfiniteQuery(messagesQuery(ticket.id));
  const log = useLog(ticket);
  const messages = query.data?.pages.toReversed().flatMap((page) => page.items) ?? [];
  const newest = messages.at(-1)?.id ?? null;
  const looked = useLooked(ticket.id, newest);
  const items = weave(messages, log.events, query.hasNextPage ? (messages[0]?.at ?? 0) : 0);
  const scroller = useStayAtBottom(items.length);
  const firstNew = messages.find((one) => looked !== null && one.id > looked && one.kind !== 'reply');

  if (query.isPending) {
    return (
      <div className="thread-scroll">
        <Skeleton rows={4} height={112} />
      </div>
    );
  }
  if (query.isError && messages.length === 0) {
    return <ErrorState what={t('web.error.what.thread')} error={query.error} retry={() => void query.refetch()} />;
  }
  return (
    <div ref={scroller} className="thread-scroll" role="region" aria-label={t('web.thread.label')} tabIndex={0}>
      {query.hasNextPage && (
        <div className="flex justify-center pt-3">
          <Button size="small" aria-busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('web.thread.earlier')}
          </Button>
        </div>
      )}
      <ol className="thread">
        {items.map((item) => {
          if (item.type === 'event') {
            return <SystemLine key={`event ${item.event.seq}`} event={item.event} names={log.names} />;
          }
          return (
            <MessageItem
              key={`message ${item.message.id}`}
              message={item.message}
              ticket={ticket}
              isFirstNew={item.message.id === firstNew?.id}
            />
          );
        })}
      </ol>
    </div>
  );
}

const NEAR_PX = 80;

/** Opens at the newest message, and stays there as more arrive unless the reader has scrolled away. */
function useStayAtBottom(count: number): RefObject<HTMLDivElement | null> {
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef({ height: 0, count: 0 });
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null || count === before.current.count) return;
    const wasAtBottom = box.scrollTop + box.clientHeight >= before.current.height - NEAR_PX;
    if (before.current.count === 0 || wasAtBottom) box.scrollTo({ top: box.scrollHeight });
    // Earlier messages grow upwards: what is being read stays where it is.
    else if (box.scrollTop < NEAR_PX) box.scrollBy({ top: box.scrollHeight - before.current.height });
    before.current = { height: box.scrollHeight, count };
  });
  return scroller;
}
