import { openHours, type OpenHours } from '#contract/hours.ts';
import { can } from '#core/people/can.ts';
import { openSpans } from '#core/sla/business-hours.ts';
import { DAY } from '#core/time.ts';
import type { TicketId } from '#core/ids.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { notFound } from '#server/platform/http/problem.ts';
import { readTicket } from './read-ticket.ts';
import { ticketParams, type TicketDeps } from './routes.ts';
import type { PersonActor } from './sight.ts';

/** How far past now: what is still to come on a path is drawn as well. */
const AHEAD_MS = 7 * DAY;

/** The open hours of a ticket's calendar: the desk draws a ticket's past in working time and never computes it. */
export const hoursRoutes = (app: Http, deps: TicketDeps): void => {
  app.get(
    '/api/tickets/:id/hours',
    { config: { may: 'ticket.read' }, schema: { params: ticketParams, response: { 200: openHours } } },
    async (request) => {
      const hours = await readHours(deps, deps.actorOf(request), request.params.id);
      if (hours === null) throw notFound();
      return hours;
    },
  );
};

const readHours = ({ db, door }: TicketDeps, actor: PersonActor, ticketId: TicketId): Promise<OpenHours | null> =>
  db.withTransaction(
    async (tx) => {
      const read = await readTicket(tx, ticketId);
      if (read === null || !can(actor, 'ticket.read', read.access)) return null;
      const { ticket } = read;
      const versionId = ticket.clocks[0]?.calendarVersionId;
      const now = Math.max(await door.clock.now(tx), ticket.lastEventAt);
      const [from, to] = [ticket.firstContactAt, now + AHEAD_MS];
      // without a clock nothing counts in business hours: all of the time is open
      if (versionId === undefined)
        return { calendar: '', from, to, spans: [{ opens: from, closes: to }], complete: true };
      await door.config.ensure(tx, [versionId]);
      const calendar = door.config.calendar(versionId);
      const { spans, complete } = openSpans(calendar.hours, from, to);
      return { calendar: calendar.name, from, to, spans: [...spans], complete };
    },
    { isolation: 'repeatable read' },
  );
