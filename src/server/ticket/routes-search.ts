import { searchPage, searchQuery } from '#contract/search.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { readerAt } from './page-conditions.ts';
import type { TicketDeps } from './routes.ts';
import { search } from './search-read.ts';

/** Finding tickets and people by words. */
export const searchRoutes = (app: Http, { db, door, actorOf }: TicketDeps): void => {
  app.get(
    '/api/search',
    { config: { may: 'ticket.list' }, schema: { querystring: searchQuery, response: { 200: searchPage } } },
    async (request) => {
      const reader = door.clock.now(db).then((now) => readerAt(actorOf(request), now));
      const page = await search(db, door.config, reader, request.query);
      if (page === null) throw new HttpProblem(400, 'stale_cursor');
      return page;
    },
  );
};
