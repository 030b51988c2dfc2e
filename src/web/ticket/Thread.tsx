import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import { Virtualizer } from 'virtua';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
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

/** What was said, with the newest at the bottom. The reading begins at what is new, else at the newest. */
export function Thread({ ticket }: { ticket: TicketDetail }) {
  const query = useInfiniteQuery(messagesQuery(ticket.id));
  const log = useLog(ticket);
  const { by } = useSearch({ strict: false });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const messages = useMemo(() => data?.pages.toReversed().flatMap((page) => page.items) ?? [], [data]);
  const looked = useLooked(ticket.id, messages.at(-1)?.id ?? null);
  const from = hasNextPage ? (messages[0]?.at ?? 0) : 0;
  const items = weaveThread({ messages, events: log.events, from, looked, by: by ?? null });
  const box = useRef<HTMLDivElement>(null);
  const earlier = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  const { virtual, thread, scroller, startMargin, isShifting, onScroll } = useThreadScroll(box, items, earlier);

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
    <>
      {by !== undefined && <Followed name={log.names.person(by)} />}
      <div ref={box} className="thread-scroll" role="region" aria-label={t('web.thread.label')} tabIndex={0}>
        {hasNextPage && (
          <div className="flex justify-center pt-3">
            <Button size="small" aria-busy={isFetchingNextPage} onClick={earlier}>
              {t('web.thread.earlier')}
            </Button>
          </div>
        )}
        {items.length === 0 && <p className="m-auto p-6 text-muted">{t('web.thread.nothing')}</p>}
        <div className="thread" ref={thread}>
          <Virtualizer
            ref={virtual}
            scrollRef={scroller}
            startMargin={startMargin}
            shift={isShifting}
            itemSize={96}
            as="ol"
            item="li"
            onScroll={onScroll}
          >
            {items.map((item) => (
              <ThreadItemView key={item.key} item={item} ticket={ticket} names={log.names} />
            ))}
          </Virtualizer>
        </div>
      </div>
    </>
  );
}
