import type { ApiWords } from '#server/platform/http/openapi/words.ts';

const ACT = { tag: 'Acts', problems: [409, 422] };
const commandId = 'c0ffee00-0001';

/** What people and programs do to a ticket. */
export const ticketActWords: ApiWords = {
  'POST /api/tickets/:id/replies': {
    ...ACT,
    id: 'reply',
    does: 'Answer the requester.',
    more: 'It waits a few seconds, in which it can be taken back, and goes out by mail. With `seenMessageId` a reply that did not see the newest message is refused (`new_messages`) unless `anyway`.',
    // oxlint-disable-next-line unicorn/no-thenable -- a word on the wire, never a function
    example: { text: 'A new cable is on its way.', then: 'waiting_on_customer', commandId },
  },
  'DELETE /api/tickets/:id/replies/:messageId': {
    ...ACT,
    id: 'withdrawReply',
    does: 'Take back a reply that has not gone out yet.',
  },
  'POST /api/tickets/:id/notes': {
    ...ACT,
    id: 'addNote',
    does: 'Say something among agents.',
    example: { text: 'Serial number checked.', commandId },
  },
  'PUT /api/tickets/:id/assignee': {
    ...ACT,
    id: 'assign',
    does: 'Give the ticket to a person, or with null back to its team.',
    example: { assigneeId: 3, commandId },
  },
  'PUT /api/tickets/:id/team': {
    ...ACT,
    id: 'moveToTeam',
    does: 'Give the ticket to a team.',
    example: { teamId: 2, commandId },
  },
  'PUT /api/tickets/:id/status': {
    ...ACT,
    id: 'setStatus',
    does: 'Set the status.',
    example: { status: 'solved', commandId },
  },
  'PUT /api/tickets/:id/severity': {
    ...ACT,
    id: 'setSeverity',
    does: 'Say how bad it is.',
    example: { severity: 'S1', commandId },
  },
  'PUT /api/tickets/:id/topic': {
    ...ACT,
    id: 'setTopic',
    does: 'Say what it is about.',
    example: { topic: 'returns', commandId },
  },
  'PUT /api/tickets/:id/tags': {
    ...ACT,
    id: 'setTags',
    does: 'Say all tags the ticket has from now on.',
    example: { tags: ['vip'], commandId },
  },
  'POST /api/tickets/bulk': {
    ...ACT,
    id: 'actOnMany',
    does: 'Do one act to up to a hundred tickets.',
    more: 'Each ticket has its own result.',
    example: { ids: [12, 13], act: { type: 'severity', severity: 'S2' }, commandId },
  },
  'PUT /api/tickets/:id/exclusions/:personId': {
    ...ACT,
    id: 'exclude',
    does: 'Keep a person away from the ticket: they never see it, hold it, or are called for it.',
  },
  'DELETE /api/tickets/:id/exclusions/:personId': { ...ACT, id: 'readmit', does: 'Let an excluded person in again.' },
  'POST /api/tickets/:id/splits': {
    ...ACT,
    id: 'splitMessage',
    does: 'Give one message of the thread a ticket of its own.',
    more: 'Its clocks begin then; an answer is owed if nobody had answered the message, since the message came. The first ticket’s clocks stand as though it had never come there. Without a `subject` the new ticket takes that of the message, or its first line where that is the ticket’s again. Answers the new ticket.',
    example: { messageId: 71, subject: 'Another invoice', commandId },
  },
  'PUT /api/tickets/:id/snooze': {
    ...ACT,
    id: 'snooze',
    does: 'Put the ticket aside until a moment before everything that is due.',
    more: 'Its clocks run on. A message, a warning, a step, an assignment or a change of status wakes it before.',
    example: { until: 1_795_500_000_000, commandId },
  },
  'DELETE /api/tickets/:id/snooze': { ...ACT, id: 'endSnooze', does: 'Take up a ticket that was put aside.' },
  'PUT /api/tickets/:id/requester': {
    ...ACT,
    id: 'setRequester',
    does: 'Say whose matter it is; their organisation comes with them, and the matrix is asked again.',
    example: { requester: { email: 'iva@posta.example' }, commandId },
  },
  'PUT /api/tickets/:id/links/:otherId': {
    ...ACT,
    id: 'linkTicket',
    does: 'Say what the ticket is to another one.',
    more: 'The other one says the contrary: `child_of` here is `parent_of` there. Both must be in sight; to whoever does not see the other there is no link. A ticket has one parent at most.',
    example: { kind: 'child_of', commandId },
  },
  'DELETE /api/tickets/:id/links/:otherId': {
    ...ACT,
    id: 'unlinkTicket',
    does: 'Take back what the ticket is said to be to another one.',
    example: { commandId },
  },
  'PUT /api/tickets/:id/merge': {
    ...ACT,
    id: 'mergeTicket',
    does: 'Merge the ticket into another one, which owes from then on what both did.',
    more: 'This one closes; its messages stand in the thread of the other, and mail that answers it reaches the other. No answer becomes due later than it was. Who was excluded from either is excluded from the other.',
    example: { intoTicketId: 12, commandId },
  },
  'DELETE /api/tickets/:id/merge': {
    ...ACT,
    id: 'unmergeTicket',
    does: 'Let a merged ticket stand for itself again.',
    more: 'The clocks of both run as though they had never been merged. Refused (`merge_answered`) once somebody answered.',
  },
  'PUT /api/tickets/:id/spam': {
    ...ACT,
    id: 'markSpam',
    does: 'Close the ticket as spam: its clocks count for nothing.',
  },
  'DELETE /api/tickets/:id/spam': {
    ...ACT,
    id: 'unmarkSpam',
    does: 'Take back that it was spam: it is what it would be by now.',
  },
  'PUT /api/tickets/:id/presence': {
    tag: 'Live',
    id: 'setPresence',
    does: 'Say that the caller looks at the ticket, or writes.',
  },
  'DELETE /api/tickets/:id/presence': { tag: 'Live', id: 'leave', does: 'Say that the caller has left the ticket.' },
};
