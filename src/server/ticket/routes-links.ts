import { linkTicket, unlinkTicket } from '#contract/act.ts';
import { idInUrl } from '#contract/common.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import type { Linking } from './link.ts';
import { ticketParams, type TicketDeps } from './routes.ts';

const AT = '/api/tickets/:id/links/:otherId';
const params = ticketParams.extend({ otherId: idInUrl });
const response = { 200: ticketDetail };

/** What one ticket is to another, and taking it back. */
export const linkRoutes = (app: Http, link: Linking, actorOf: TicketDeps['actorOf']): void => {
  app.put(AT, { config: { may: 'ticket.link' }, schema: { params, body: linkTicket, response } }, (request) => {
    const { id: ticketId, otherId } = request.params;
    return link({ ticketId, otherId, actor: actorOf(request), ...request.body });
  });

  app.delete(AT, { config: { may: 'ticket.link' }, schema: { params, body: unlinkTicket, response } }, (request) => {
    const { id: ticketId, otherId } = request.params;
    return link({ ticketId, otherId, actor: actorOf(request), kind: null, ...request.body });
  });
};
