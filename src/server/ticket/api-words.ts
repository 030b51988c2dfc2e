import type { ApiWords } from '#server/platform/http/openapi/words.ts';

/** What the routes that open, find and read tickets are for. */
export const ticketWords: ApiWords = {
  'POST /api/tickets': {
    id: 'createTicket',
    tag: 'Tickets',
    does: 'Open a ticket on behalf of a requester.',
    more:
      'The requester is found by address or made known; `text` is their first message, and the clock to a first reply ' +
      'starts. What is left out is the mailbox’s that fits best: the one named, else one of the team, else one of the ' +
      'caller’s teams. With an `Idempotency-Key` the same request opens one ticket however often it is sent, for a ' +
      'day; a repeat is marked `Idempotency-Replayed: true`. The same key with another body is refused with ' +
      '`idempotency_key_reused`. By API key the channel is always `api`.',
    example: {
      requester: { email: 'iva@posta.example', name: 'Iva Marić', language: 'hr' },
      subject: 'No sound on the left',
      text: 'The left side is silent since Friday.',
      severity: 'S3',
      tags: ['headphones'],
    },
    problems: [413, 422],
  },
  'GET /api/tickets': {
    id: 'listTickets',
    tag: 'Tickets',
    does: 'Tickets in sight, by default those something happens to next first.',
    more: 'Every filter may be repeated for "any of these".',
  },
  'GET /api/tickets/:id': {
    id: 'getTicket',
    tag: 'Tickets',
    does: 'One ticket in full, with what the caller may do to it.',
  },
  'GET /api/tickets/:id/messages': {
    id: 'listMessages',
    tag: 'Tickets',
    does: 'What was said: messages, replies and internal notes.',
  },
  'GET /api/tickets/:id/events': {
    id: 'listEvents',
    tag: 'Tickets',
    does: 'What happened, in order: the ladder and everything else.',
    more: 'Bodies name people by id; `people` says who they are.',
  },
  'GET /api/tickets/:id/explanation': {
    id: 'explainTicket',
    tag: 'Tickets',
    does: 'Why the ticket’s clocks and next moments are what they are.',
  },
  'GET /api/tickets/:id/hours': {
    id: 'getTicketHours',
    tag: 'Tickets',
    does: 'When business is open on the ticket’s calendar.',
  },
  'GET /api/search': {
    id: 'search',
    tag: 'Tickets',
    does: 'Search tickets by what was said in them, best first, with what matched.',
    more: 'Operators: `from:` `to:` `status:` `severity:` `team:` `tag:` `lang:` `clock:` `step>=2` `tier:2` `has:attachment`.',
  },
  'GET /api/clock-cycles': {
    id: 'listClockCycles',
    tag: 'Tickets',
    does: 'What clocks measured in cycles that are over, of tickets in sight, the newest first.',
    more: '`outcome` is null when the policy dropped the target. What is void, and tickets that were merged into others or are spam, statistics leave out: `counts` is false. A page looks at a bounded stretch: it may be short, even empty, while `nextCursor` leads on.',
  },
  'GET /api/topics': { id: 'listTopics', tag: 'Tickets', does: 'Topics in use, the most used first.' },
  'GET /api/tags': { id: 'listTags', tag: 'Tickets', does: 'Tags in use, the most used first.' },
  'GET /api/requesters': {
    id: 'listRequesters',
    tag: 'People',
    does: 'Who asks: those with a ticket in sight, and whoever’s whole address is known.',
    more: 'A page may be short, even empty, before the last: go on until `nextCursor` is null.',
  },
  'GET /api/requesters/:id': { id: 'getRequester', tag: 'People', does: 'One requester, with how many tickets.' },
  'PUT /api/requesters/:id/legal-hold': {
    id: 'holdRequester',
    tag: 'People',
    does: 'Keep everything that concerns a requester: they cannot be forgotten until the hold is lifted.',
  },
  'DELETE /api/requesters/:id/legal-hold': { id: 'endHold', tag: 'People', does: 'Lift a legal hold.' },
  'PUT /api/requesters/:id/erasure': {
    id: 'eraseRequester',
    tag: 'People',
    does: 'Forget a requester: name, address, words and files go for good; what happened and the figures stay.',
    more:
      'Refused under a legal hold (`legal_hold`), while a ticket of theirs is open (`ticket_open`), and while mail to ' +
      'them is on its way (`mail_waiting`). Their tickets keep number, times and events.',
  },
  'GET /api/messages/:id/html': {
    id: 'getMessageHtml',
    tag: 'Tickets',
    does: 'The formatted words of a message, made safe, as a page for a sandboxed frame.',
    answers: 'text/html',
  },
  'GET /api/attachments/:id': {
    id: 'getAttachment',
    tag: 'Tickets',
    does: 'The bytes of an attachment.',
    answers: 'application/octet-stream',
  },
  'POST /api/uploads': {
    id: 'uploadFile',
    tag: 'Tickets',
    does: 'Send a file, to be named in `attachmentIds` of a ticket, reply or note within a day.',
    takes: {
      mediaType: 'multipart/form-data',
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', contentMediaType: 'application/octet-stream', format: 'binary' } },
      },
    },
    problems: [413, 503],
  },
  'DELETE /api/uploads/:id': {
    id: 'removeUpload',
    tag: 'Tickets',
    does: 'Take back a file that hangs on nothing yet.',
  },
  'GET /api/notices': {
    id: 'listNotices',
    tag: 'Me',
    does: 'The newest thing the caller was told about each ticket, newest first.',
  },
  'PUT /api/notices/seen': {
    id: 'markNoticesSeen',
    tag: 'Me',
    does: 'Say which notices were seen, and with them what came before about the same tickets.',
  },
  'GET /api/live': {
    id: 'live',
    tag: 'Live',
    does: 'Changes of tickets in sight as server-sent events.',
    more:
      'Events: `ticket` {ticketId, seq}, `notice` {unseen}, `presence` {ticketId, people}, `heartbeat` {now} every 15 ' +
      'seconds, and `resync` when the place that was asked for is too old: fetch anew what is shown. Each event has an ' +
      'id; send the last one as `Last-Event-ID` and nothing in between is missed.',
    answers: 'text/event-stream',
  },
  'GET /api/presence': { id: 'listPresence', tag: 'Live', does: 'Who is at these tickets.' },
  'GET /api/health': {
    id: 'getHealth',
    tag: 'Operating',
    does: 'Whether Belay is well, for monitors.',
    more: '503 when the database is away. `limbo` must be 0.',
  },
};
