import type { LoggedEventView } from '#contract/ticket.ts';
import { eventTone, eventWords, type Names } from '#web/ticket/event-words.ts';
import { Moment } from '#web/ui/Moment.tsx';

/** Something that happened, as one quiet line between the messages. */
export const SystemLine = ({ event, names }: { event: LoggedEventView; names: Names }) => (
  <li className="system-line" data-tone={eventTone(event.type)}>
    <i aria-hidden="true" />
    <span className="text-pretty">
      <Moment at={event.at} className="me-2 text-12" />
      <span>{eventWords(event, names)}</span>
    </span>
  </li>
);
