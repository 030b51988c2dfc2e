import { rechoose } from '#core/matrix/rechoose.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { MOST_TAGS } from '#core/ticket/ticket.ts';

type Named<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>;

/** Says what the ticket is about. */
export function setTopic(draft: Draft, { topic }: Named<'set_topic'>): Outcome {
  const { status, topic: from } = draft.ticket;
  if (status === 'closed') return refuse('ticket_closed');
  if (from === topic) return refuse('same_topic');
  draft.emit({ type: 'topic_changed', from, to: topic });
  rechoose(draft, 'topics');
  return undefined;
}

/** Gives the ticket these tags and no others. */
export function setTags(draft: Draft, { tags }: Named<'set_tags'>): Outcome {
  return retag(draft, new Set(tags));
}

/** Puts some tags on and takes some off; one named for both is put on. */
export function changeTags(draft: Draft, { add, remove }: Named<'change_tags'>): Outcome {
  const kept = draft.ticket.tags.filter((tag) => !remove.includes(tag));
  return retag(draft, new Set([...kept, ...add]));
}

function retag(draft: Draft, wanted: Set<string>): Outcome {
  const { status, tags } = draft.ticket;
  if (status === 'closed') return refuse('ticket_closed');
  if (wanted.size > MOST_TAGS) return refuse('too_many_tags', { most: MOST_TAGS });
  const added = [...wanted].filter((tag) => !tags.includes(tag)).toSorted();
  const removed = tags.filter((tag) => !wanted.has(tag));
  if (added.length === 0 && removed.length === 0) return refuse('same_tags');
  draft.emit({ type: 'tags_changed', added, removed });
  return undefined;
}
