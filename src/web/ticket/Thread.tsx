import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { Virtualizer } from 'virtua';
import type { Message, MessagePage, TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { onceOf } from '#web/app/once-of.ts';
import { Followed } from '#web/ticket/Followed.tsx';
import { messagesQuery } from '#web/ticket/queries.ts';
import { weaveThread } from '#web/ticket/thread-items.ts';
import { ThreadItemView } from '#web/ticket/ThreadItemView.tsx';
import { useLog } from '#web/ticket/use-log.ts';
import { useLooked } from '#web/ticket/use-looked.ts';
import { useThreadScroll } from '#web/ticket/use-thread-scroll.ts';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';

/** So many are drawn at once: measuring first which of them are in sight would take longer. */
const MOST_WHOLE = 40;

/** Of more only what is in sight is drawn. */
const WINDOWED = { itemSize: 96, as: 'ol', item: 'li' } as const;

const NO_MESSAGES: Message[] = [];
const messagesOf = onceOf((pages: readonly MessagePage[]) => pages.toReversed().flatMap((page) => page.items));

/** What stands in the thread, as far as it is loaded. */
function useThread(ticket: TicketDetail) {
  const query = useInfiniteQuery(messagesQuery(ticket.id));
  const log = useLog(ticket);
  const { by } = useSearch({ strict: false });
  const { data, hasNextPage } = query;
  const messages = data === undefined ? NO_MESSAGES : messagesOf(data.pages);
  const looked = useLooked(ticket.id, messages.at(-1)?.id ?? null);
  const from = hasNextPage ? (messages[0]?.at ?? 0) : 0;
  const { events } = log;
  const items = useMemo(
    () => weaveThread({ messages, events, from, looked, by: by ?? null }),
    [messages, events, from, looked, by],
  );
  const [isWhole, setWhole] = useState<boolean | null>(null);
  // Decided when it is opened: drawing the same thread in another way would move what is being read.
  if (isWhole === null && !query.isPending) setWhole(!hasNextPage && items.length <= MOST_WHOLE);
  return { query, items, names: log.names, by, isEmpty: messages.length === 0, isWhole: isWhole === true };
}

/** What was said, with the newest at the bottom. The reading begins at what is new, else at the newest. */
export function Thread({ ticket }: { ticket: TicketDetail }) {
  const { query, items, names, by, isEmpty, isWhole } = useThread(ticket);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const box = useRef<HTMLDivElement>(null);
  const earlier = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  const { virtual, thread, scroller, onScroll, ...at } = useThreadScroll(box, items, isWhole, earlier);

  if (query.isPending) {
    return (
      <div className="thread-scroll">
        <Skeleton rows={4} height={112} />
      </div>
    );
  }
  if (query.isError && isEmpty) {
    return <ErrorState what={t('web.error.what.thread')} error={query.error} retry={() => void query.refetch()} />;
  }
  return (
    <>
      {by !== undefined && <Followed name={names.person(by)} />}
      <div
        ref={box}
        className="thread-scroll"
        role="region"
        aria-label={t('web.thread.label')}
        tabIndex={0}
        onScroll={isWhole ? onScroll : undefined}
      >
        {hasNextPage && (
          <div className="flex justify-center pt-3">
            <Button size="small" aria-busy={isFetchingNextPage} onClick={earlier}>
              {t('web.thread.earlier')}
            </Button>
          </div>
        )}
        {items.length === 0 && <p className="m-auto p-6 text-muted">{t('web.thread.nothing')}</p>}
        <div className="thread" ref={thread}>
          {isWhole ? (
            <ol>
              {items.map((item) => (
                <li key={item.key}>
                  <ThreadItemView item={item} ticket={ticket} names={names} />
                </li>
              ))}
            </ol>
          ) : (
            <Virtualizer ref={virtual} scrollRef={scroller} {...WINDOWED} {...at} onScroll={onScroll}>
              {items.map((item) => (
                <ThreadItemView key={item.key} item={item} ticket={ticket} names={names} />
              ))}
            </Virtualizer>
          )}
        </div>
      </div>
    </>
  );
}
