import type { ApiWords } from '#server/platform/http/openapi/words.ts';

/** What the routes about being there and being offered tickets are for. */
export const agentWords: ApiWords = {
  'GET /api/agents': {
    id: 'listAgents',
    tag: 'Routing',
    does: 'Everybody who may be given work: how they are there, when they plan breaks, what they hold, and the most they hold.',
  },
  'GET /api/me/presence': { id: 'getMyPresence', tag: 'Routing', does: 'How one is there to be given work.' },
  'PUT /api/me/presence': {
    id: 'setMyPresence',
    tag: 'Routing',
    does: 'Say how one is there.',
    more: '`available` is offered tickets; `focus`, `break`, `transfer_only` and `offline` are not. With `until` it ends by itself, and one is available again. Whoever is not heard of for five minutes, by an open desk or a heartbeat, is offline, and there again as they were with the next one on their shift; who said `offline` stays so. Whoever lets two offers in a row pass has a break.',
    example: { presence: 'break', until: 1766966400000, reason: 'Lunch' },
    problems: [409],
  },
  'POST /api/me/heartbeat': {
    id: 'beat',
    tag: 'Routing',
    does: 'Be heard of, for programs without an open live stream.',
  },
  'POST /api/me/breaks': {
    id: 'planBreak',
    tag: 'Routing',
    does: 'Plan a break, which begins by itself.',
    example: { from: 1766966400000, until: 1766968200000, reason: 'Lunch' },
    problems: [409],
  },
  'DELETE /api/me/breaks/:id': { id: 'cancelBreak', tag: 'Routing', does: 'Cancel a planned break.', problems: [409] },
  'GET /api/queues': {
    id: 'listQueues',
    tag: 'Routing',
    does: 'How the queues do, and what will be late when nothing changes.',
    more: 'Of teams whose routing was set. Every minute: what is owed, how fast more comes in, who answers until when. Before an answer is late the lead is told, the ticket that would be late first climbs, higher tiers are asked, and the overflow team at once.',
  },
  'GET /api/teams/:id/routing': {
    id: 'getTeamRouting',
    tag: 'Routing',
    does: 'How the tickets of a team find somebody.',
  },
  'PUT /api/teams/:id/routing': {
    id: 'setTeamRouting',
    tag: 'Routing',
    does: 'Say how the tickets of a team find somebody.',
    more: '`direct` gives each ticket at once to the least loaded of the front line. `push` offers it: to who is there, on shift, has room, and speaks the language and has the skill if anybody of the team does; the relatively least loaded first, then who has waited longest. What is left out stays.',
    example: { mode: 'push', offerMs: 120000, skills: [{ topic: 'refund', skill: 'Refunds', level: 2 }] },
    problems: [422],
  },
  'GET /api/tickets/:id/candidates': {
    id: 'listCandidates',
    tag: 'Routing',
    does: 'Why (not) me: who of the team could be offered the ticket, in which order, and why the others could not.',
  },
  'PUT /api/tickets/:id/offer': {
    id: 'answerOffer',
    tag: 'Routing',
    does: 'Take the ticket one is offered, or let it go to the next.',
    example: { accepts: true, commandId: '5f0c0b1e-2a' },
    problems: [409],
  },
};
