import type { MessageId, TicketId } from '#core/ids.ts';

/** What is asked of one of two tickets that are one matter, or of a ticket that is nobody's matter. */
export type MergeCommand =
  /** The other ticket is merged into this one. Its half, `merge_into`, is decided after it in the same transaction. */
  | { type: 'take_in'; mergedId: TicketId }
  /** It closes as merged; whatever it owed is owed by the other one. */
  | { type: 'merge_into'; intoId: TicketId }
  /** A ticket that was taken in stands for itself again. Its half, `restore`, is decided before it. Needs both logs. */
  | { type: 'release'; mergedId: TicketId }
  /** It was closed as merged or as spam by mistake. Needs its log, and that of the ticket it was merged into. */
  | { type: 'restore'; closedAs: 'merged' | 'spam' }
  /** A message of it becomes another ticket, which is opened in the same transaction. Needs its log. */
  | { type: 'split_off'; messageId: MessageId; intoId: TicketId };

export type MergeRefusal =
  | 'merges_itself'
  | 'not_merged'
  | 'not_spam'
  | 'merge_answered'
  | 'message_unknown'
  | 'first_message';
