import type { ApiWords } from '#server/platform/http/openapi/words.ts';

/** What the routes about mail are for. */
export const mailWords: ApiWords = {
  'GET /api/intake': {
    id: 'listIntake',
    tag: 'Mailboxes',
    does: 'The intake ledger: what became of every message that reached Belay, newest first.',
  },
  'GET /api/intake/:id/raw': {
    id: 'getIntakeRaw',
    tag: 'Mailboxes',
    does: 'A message as it came.',
    answers: 'text/plain',
  },
  'GET /api/mailboxes/troubles': {
    id: 'listMailboxTroubles',
    tag: 'Mailboxes',
    does: 'Mailboxes whose server cannot be reached, with why and since when.',
  },
  'GET /api/mailboxes/:id/connection': {
    id: 'getMailboxConnection',
    tag: 'Mailboxes',
    does: 'How the servers of a mailbox are reached, and how that goes. Passwords are never answered.',
  },
  'PUT /api/mailboxes/:id/connection': {
    id: 'putMailboxConnection',
    tag: 'Mailboxes',
    does: 'Say how the servers of a mailbox are reached.',
    problems: [422],
  },
  'DELETE /api/mailboxes/:id/connection': {
    id: 'removeMailboxConnection',
    tag: 'Mailboxes',
    does: 'Stop reaching the servers of a mailbox.',
  },
  'POST /api/mailboxes/:id/connection/test': {
    id: 'tryMailboxConnection',
    tag: 'Mailboxes',
    does: 'Try to reach the servers of a mailbox, and say what came of it.',
    problems: [422],
  },
};
