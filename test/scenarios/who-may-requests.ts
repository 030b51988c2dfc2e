/** What a request is about: ids of one caller's ticket, and of things that only exist or do not. */
export type About = {
  ticketId: number;
  messageId: number;
  attachmentId: number;
  /** A reply of theirs that has gone out. */
  replyId: number;
  /** Somebody with a log-in who is nobody's here. */
  bystanderId: number;
  /** Unlike any before. */
  unique: string;
};

type Request = {
  /** Asked without being signed in: it would end the session. */
  asNobody?: true;
  path?: (about: About) => string;
  body?: (about: About) => unknown;
  headers?: Record<string, string>;
};

/** Nobody and nothing has this id: what names it is refused by those who are let in, and changes nothing. */
const NOBODY = 999_999_999;

/**
 * How each route is asked so that being let in shows and little comes of it: by something complete that is refused, or
 * that makes no difference to who sees what. A route that is not here is asked without a body, its ids filled in.
 */
export const REQUESTS: Record<string, Request> = {
  'POST /api/auth/sign-in/email': { body: () => ({ email: 'nobody at all', password: 'x' }) },
  'POST /api/auth/sign-out': { asNobody: true },
  'GET /*': { path: () => '/' },
  'DELETE /api/me/sessions/:id': { path: () => '/api/me/sessions/none' },
  'PUT /api/me/password': { body: () => ({ current: 'x', next: 'x' }) },
  'DELETE /api/people/:id/sessions': { path: ({ bystanderId }) => `/api/people/${bystanderId}/sessions` },
  'PUT /api/requesters/:id/legal-hold': { path: () => `/api/requesters/${NOBODY}/legal-hold` },
  'DELETE /api/requesters/:id/legal-hold': { path: () => `/api/requesters/${NOBODY}/legal-hold` },
  'PUT /api/requesters/:id/erasure': { path: () => `/api/requesters/${NOBODY}/erasure` },
  'GET /api/messages/:id/html': { path: ({ messageId }) => `/api/messages/${messageId}/html` },
  'GET /api/attachments/:id': { path: ({ attachmentId }) => `/api/attachments/${attachmentId}` },
  'PUT /api/notices/seen': { body: () => ({ ids: [NOBODY] }) },
  'GET /api/search': { path: () => '/api/search?q=charged' },
  'GET /api/tickets/:id/escalation-preview': {
    path: ({ ticketId }) => `/api/tickets/${ticketId}/escalation-preview?reason=authority`,
  },
  'GET /api/tickets/:id/promise-words': {
    path: ({ ticketId }) => `/api/tickets/${ticketId}/promise-words?at=${NOBODY}`,
  },
  'GET /api/presence': { path: ({ ticketId }) => `/api/presence?ticketIds=${ticketId}` },
  'PUT /api/tickets/:id/presence': { body: () => ({ mode: 'viewing' }) },
  'POST /api/tickets/:id/replies': {
    body: ({ unique }) => ({ text: 'We are on it.', commandId: unique, anyway: true }),
  },
  'POST /api/tickets/:id/notes': { body: ({ unique }) => ({ text: 'Among us.', commandId: unique }) },
  'PUT /api/tickets/:id/assignee': { body: ({ unique }) => ({ assigneeId: NOBODY, commandId: unique }) },
  'PUT /api/tickets/:id/status': { body: ({ unique }) => ({ status: 'on_hold', commandId: unique }) },
  // the firing it saw is not the present one
  'POST /api/tickets/:id/escalations': {
    body: ({ unique }) => ({ reason: 'skill', words: '', firing: 9, commandId: unique }),
  },
  'PUT /api/tickets/:id/escalations/:escalationId/acknowledgement': { body: ({ unique }) => ({ commandId: unique }) },
  'DELETE /api/tickets/:id/replies/:messageId': {
    path: ({ ticketId, replyId }) => `/api/tickets/${ticketId}/replies/${replyId}`,
    body: ({ unique }) => ({ commandId: unique }),
  },
  'PUT /api/tickets/:id/offer': { body: ({ unique }) => ({ accepts: false, commandId: unique }) },
  'PUT /api/tickets/:id/team': { body: ({ unique }) => ({ teamId: NOBODY, commandId: unique }) },
  'PUT /api/tickets/:id/severity': { body: ({ unique }) => ({ severity: 'S2', commandId: unique }) },
  'PUT /api/tickets/:id/topic': { body: ({ unique }) => ({ topic: 'refund', commandId: unique }) },
  'PUT /api/tickets/:id/tags': { body: ({ unique }) => ({ tags: ['vip'], commandId: unique }) },
  'POST /api/tickets/bulk': {
    body: ({ ticketId, unique }) => ({
      ids: [ticketId],
      act: { type: 'tags', add: ['vip'], remove: [] },
      commandId: unique,
    }),
  },
  'PUT /api/tickets/:id/exclusions/:personId': { body: ({ unique }) => ({ commandId: unique }) },
  'DELETE /api/tickets/:id/exclusions/:personId': { body: ({ unique }) => ({ commandId: unique }) },
  'POST /api/tickets/:id/legs': {
    body: ({ unique }) => ({
      direction: 'functional',
      to: { type: 'person', personId: NOBODY },
      reason: 'skill',
      commandId: unique,
    }),
  },
  'POST /api/tickets/:id/splits': { body: ({ unique }) => ({ messageId: NOBODY, commandId: unique }) },
  'PUT /api/tickets/:id/snooze': { body: ({ unique }) => ({ until: 1, commandId: unique }) },
  'DELETE /api/tickets/:id/snooze': { body: ({ unique }) => ({ commandId: unique }) },
  'PUT /api/tickets/:id/requester': {
    body: ({ bystanderId, unique }) => ({ requester: { id: bystanderId }, commandId: unique }),
  },
  // with itself, which is refused
  'PUT /api/tickets/:id/links/:otherId': {
    path: ({ ticketId }) => `/api/tickets/${ticketId}/links/${ticketId}`,
    body: ({ unique }) => ({ kind: 'related', commandId: unique }),
  },
  'DELETE /api/tickets/:id/links/:otherId': {
    path: ({ ticketId }) => `/api/tickets/${ticketId}/links/${ticketId}`,
    body: ({ unique }) => ({ commandId: unique }),
  },
  'PUT /api/tickets/:id/merge': { body: ({ ticketId, unique }) => ({ intoTicketId: ticketId, commandId: unique }) },
  'DELETE /api/tickets/:id/merge': { body: ({ unique }) => ({ commandId: unique }) },
  'PUT /api/tickets/:id/spam': { body: ({ unique }) => ({ commandId: unique }) },
  'DELETE /api/tickets/:id/spam': { body: ({ unique }) => ({ commandId: unique }) },
  'PUT /api/tickets/:id/legs/:legId/acknowledgement': { body: ({ unique }) => ({ commandId: unique }) },
  'PUT /api/tickets/:id/legs/:legId/return': { body: ({ unique }) => ({ reason: 'no_time', commandId: unique }) },
  'PUT /api/tickets/:id/legs/:legId/completion': { body: ({ unique }) => ({ commandId: unique }) },
  'PUT /api/tickets/:id/legs/:legId/hand-back': { body: ({ unique }) => ({ reason: 'part_done', commandId: unique }) },
  'PUT /api/tickets/:id/legs/:legId/hand-back/acknowledgement': { body: ({ unique }) => ({ commandId: unique }) },
  'PUT /api/tickets/:id/legs/:legId/decision': {
    body: ({ unique }) => ({ decision: 'for_opener', commandId: unique }),
  },
  'POST /api/tickets/:id/disputes': {
    body: ({ unique }) => ({ against: { type: 'person', personId: NOBODY }, words: 'Whose?', commandId: unique }),
  },
  'PUT /api/tickets/:id/legs/:legId/withdrawal': { body: ({ unique }) => ({ commandId: unique }) },
  // a mailbox of ours is nobody to ask
  'POST /api/tickets/:id/questions': {
    body: ({ unique }) => ({ to: 'service@supplier.example', text: 'Is it covered?', commandId: unique }),
  },
  'POST /api/tickets/:id/questions/:questionId/messages': {
    path: ({ ticketId }) => `/api/tickets/${ticketId}/questions/${NOBODY}/messages`,
    body: ({ unique }) => ({ text: 'And this one?', commandId: unique }),
  },
  'PUT /api/tickets/:id/questions/:questionId/withdrawal': { body: ({ unique }) => ({ commandId: unique }) },
  'POST /api/tickets/:id/approvals': {
    body: ({ unique }) => ({ approvers: [{ type: 'person', personId: NOBODY }], commandId: unique }),
  },
  'PUT /api/tickets/:id/approvals/:approvalId/decision': {
    body: ({ unique }) => ({ verdict: 'refused', commandId: unique }),
  },
  'PUT /api/tickets/:id/approvals/:approvalId/delegate': { body: ({ unique }) => ({ to: NOBODY, commandId: unique }) },
  'PUT /api/tickets/:id/approvals/:approvalId/withdrawal': { body: ({ unique }) => ({ commandId: unique }) },
  'POST /decide/:token': { body: () => ({ verdict: 'refused' }) },
  'PUT /api/approval-limits': { body: () => ({ items: [] }) },
  'PUT /api/me/approval-delegate': { body: () => ({ personId: null }) },
  'PUT /api/tickets/:id/escalations/:escalationId/return': {
    body: ({ unique }) => ({ reason: 'wrong_skill', words: 'Not ours.', commandId: unique }),
  },
  'PUT /api/tickets/:id/escalations/:escalationId/hand-back': {
    body: ({ unique }) => ({ reason: 'part_done', words: 'Yours again.', commandId: unique }),
  },
  'PUT /api/tickets/:id/escalations/:escalationId/hand-back/acknowledgement': {
    body: ({ unique }) => ({ commandId: unique }),
  },
  'DELETE /api/tickets/:id/escalations/:escalationId/acknowledgement': {
    body: ({ unique }) => ({ commandId: unique }),
  },
  'PUT /api/tickets/:id/escalations/:escalationId/silence': {
    body: ({ unique }) => ({ lengthMs: 60_000, commandId: unique }),
  },
  'DELETE /api/tickets/:id/escalations/:escalationId/silence': { body: ({ unique }) => ({ commandId: unique }) },
  'PUT /api/tickets/:id/escalations/:escalationId/path': {
    body: ({ unique }) => ({ path: 'No such path', commandId: unique }),
  },
  'PUT /api/tickets/:id/escalations/:escalationId/de-escalation': {
    body: ({ unique }) => ({ reason: 'calmed', words: '', commandId: unique }),
  },
  // words of a message that is not there
  'POST /api/tickets/:id/signals': {
    body: ({ unique }) => ({ kind: 'complaint', evidence: [{ messageId: NOBODY }], commandId: unique }),
  },
  'POST /api/tickets/:id/attempts': { body: ({ unique }) => ({ kind: 'advice', commandId: unique }) },
  'DELETE /api/tickets/:id/automation-stop': { body: ({ unique }) => ({ commandId: unique }) },
  // a moment that is past changes nothing
  'PUT /api/tickets/:id/maintenance': { body: ({ unique }) => ({ until: 1, commandId: unique }) },
  'DELETE /api/tickets/:id/maintenance': { body: ({ unique }) => ({ commandId: unique }) },
  'POST /api/local/climb': { body: () => ({ speed: 1 }) },
};

const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** The request of a route about something, ready to be sent. */
export const requestOf = (route: string, about: About): { method: string; path: string; body: unknown } => {
  const [method, url] = route.split(' ') as [string, string];
  const given = REQUESTS[route];
  const filled = url
    .replace('/api/tickets/:id', `/api/tickets/${about.ticketId}`)
    .replaceAll(/:[a-zA-Z]+/g, String(NOBODY));
  return {
    method,
    path: given?.path?.(about) ?? filled,
    body: given?.body?.(about) ?? (METHODS_WITH_BODY.has(method) ? {} : undefined),
  };
};
