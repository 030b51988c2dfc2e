import { useState } from 'react';
import type { LoggedEventView } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { eventTone, eventWords, type Names } from '#web/ticket/event-words.ts';
import { Button } from '#web/ui/Button.tsx';
import { Moment } from '#web/ui/Moment.tsx';

/** So many stand there as they are; of more, the last ones, since they say how things stand now. */
const MOST = 4;

/** What happened in a row, as quiet lines between the messages; a long row is folded, and nothing late in it. */
export function SystemLines({ events, names }: { events: readonly LoggedEventView[]; names: Names }) {
  const [isOpen, setOpen] = useState(false);
  const isFolded = !isOpen && events.length > MOST;
  const shown = isFolded
    ? events.filter((event, index) => index >= events.length - MOST + 1 || eventTone(event.type) === 'late')
    : events;
  return (
    <div className="system-lines">
      {isFolded && (
        <Button size="small" kind="ghost" className="ms-[28px]" onClick={() => setOpen(true)}>
          {t('web.thread.folded', { count: events.length - shown.length })}
        </Button>
      )}
      {shown.map((event) => (
        <p key={event.seq} className="system-line" data-tone={eventTone(event.type)}>
          <i aria-hidden="true" />
          <span className="text-pretty">
            <Moment at={event.at} className="me-2 text-12" />
            <span>{eventWords(event, names)}</span>
          </span>
        </p>
      ))}
    </div>
  );
}
