import type { PersonId } from '#core/ids.ts';
import { never } from '#core/result.ts';
import { snooze } from '#core/snooze/snooze.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { exclude, readmit } from '#core/ticket/exclude.ts';
import { changeTags, setTags, setTopic } from '#core/ticket/label.ts';
import { setRequester } from '#core/ticket/set-requester.ts';
import { setSeverity } from '#core/ticket/set-severity.ts';

type Marks =
  | 'set_severity'
  | 'set_topic'
  | 'set_requester'
  | 'set_tags'
  | 'change_tags'
  | 'exclude'
  | 'readmit'
  | 'snooze'
  | 'end_snooze';

/** What a person says about a ticket: how bad it is, about what, whose, whom it is kept from, until when it rests. */
export function mark(draft: Draft, command: Extract<TicketCommand, { type: Marks }>, by: PersonId): Outcome {
  switch (command.type) {
    case 'set_severity':
      return setSeverity(draft, command);
    case 'set_topic':
      return setTopic(draft, command);
    case 'set_requester':
      return setRequester(draft, command);
    case 'snooze':
    case 'end_snooze':
      return snooze(draft, command, by);
    case 'set_tags':
      return setTags(draft, command);
    case 'change_tags':
      return changeTags(draft, command);
    case 'exclude':
      return exclude(draft, command, by);
    case 'readmit':
      return readmit(draft, command);
    default:
      return never(command);
  }
}
