import type { TicketDetail } from '#contract/ticket.ts';
import { spokenDuration } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { Names } from '#web/ticket/event-words.ts';
import { MessageItem } from '#web/ticket/MessageItem.tsx';
import { SystemLines } from '#web/ticket/SystemLine.tsx';
import type { ThreadItem } from '#web/ticket/thread-items.ts';

const DAY_MS = 24 * 3_600_000;

interface Props {
  item: ThreadItem;
  ticket: TicketDetail;
  names: Names;
}

/** One item of the thread with the room below it, which is measured with it. */
export const ThreadItemView = (props: Props) => (
  <div className="thread-item">
    <Inside {...props} />
  </div>
);

function Inside({ item, ticket, names }: Props) {
  switch (item.type) {
    case 'message':
      return <MessageItem message={item.message} ticket={ticket} />;
    case 'events':
      return <SystemLines events={item.events} names={names} />;
    case 'silence':
      return (
        <p className="silence">
          {t('web.thread.silence', { length: spokenDuration(Math.floor(item.lengthMs / DAY_MS) * DAY_MS) })}
        </p>
      );
    case 'new':
      return <p className="new-line">{t('web.thread.new')}</p>;
  }
}
