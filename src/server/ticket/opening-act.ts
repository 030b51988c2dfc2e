import type { IntakeMatch } from '#core/intake/rules.ts';
import type { MatrixMatch } from '#core/matrix/matrix.ts';
import type { MessageId, PersonId, TeamId, TicketId, VersionId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { Channel, Severity } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Requester } from '#server/people/requester-store.ts';
import type { NewMessage, TicketAct } from './act.ts';

/** What a first message says; who wrote it and by which channel is the opening's. */
export type FirstWords = Omit<NewMessage, 'id' | 'authorId' | 'kind' | 'channel'>;

/** Where it goes, what it is taken for, and why. */
export interface OpeningQueue {
  teamId: TeamId;
  policyVersionId: VersionId;
  severity: Severity;
  topic: string;
  pathVersionId?: VersionId;
  sorted?: IntakeMatch;
  matched?: MatrixMatch;
}

/** A ticket about to be opened, by whatever way it came. */
export interface Opening {
  ids: { ticketId: TicketId; messageId: MessageId };
  actor: Actor;
  requester: Requester;
  subject: string;
  /** Where it goes, and what it is taken for. */
  queue: OpeningQueue;
  channel: Channel;
  receivedAt: Instant;
  message: FirstWords;
  /** Chosen by whoever opens it; without, somebody of the team is proposed. */
  assigneeId?: PersonId | undefined;
  /** The closed ticket it answers. */
  followsId?: TicketId | null;
  commandId?: string;
}

/** The one way a ticket begins: an `open` through the door, with the requester's own words beside it. */
export const openingAct = (opening: Opening): TicketAct => {
  const { ids, actor, requester, subject, queue, channel, receivedAt, message, assigneeId, commandId } = opening;
  const { followsId = null } = opening;
  return {
    ticketId: ids.ticketId,
    actor,
    subject,
    ...(commandId === undefined ? {} : { commandId }),
    command: {
      type: 'open',
      ...queue,
      channel,
      // somebody known is answered in their language, a newcomer in the one they were made with
      language: requester.language,
      requesterId: requester.id,
      organisationId: requester.organisationId,
      messageId: ids.messageId,
      receivedAt,
      ...(assigneeId === undefined ? {} : { assigneeId }),
      ...(followsId === null ? {} : { followsId }),
    },
    message: { ...message, id: ids.messageId, authorId: requester.id, kind: 'message', channel, at: receivedAt },
  };
};
