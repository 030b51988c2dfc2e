import { me, people, type Me } from '#contract/me.ts';
import { changeMe } from '#contract/people.ts';
import type { PersonId } from '#core/ids.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { actorOf } from './guard.ts';
import { changePerson } from './person-store.ts';
import { findStaff, listStaff, listTeams } from './store.ts';

export type PeopleDeps = {
  db: Tx;
  clock: Clock;
  /** Notices the person has not looked at. */
  countUnseen: (personId: number) => Promise<number>;
};

/** Who I am, and whom I may name. */
export const peopleRoutes = (app: Http, { db, clock, countUnseen }: PeopleDeps): void => {
  const readMe = async (personId: PersonId): Promise<Me> => {
    const person = await findStaff(db, personId);
    if (person === null) throw new HttpProblem(401, 'not_signed_in');
    return {
      ...person,
      email: person.email ?? '',
      now: await clock.now(db),
      unseenNotices: await countUnseen(personId),
    };
  };

  app.get('/api/me', { config: { may: 'me.read' }, schema: { response: { 200: me } } }, (request) =>
    readMe(actorOf(request).personId),
  );

  app.patch(
    '/api/me',
    { config: { may: 'signed_in' }, schema: { body: changeMe, response: { 200: me } } },
    async (request) => {
      const { personId } = actorOf(request);
      await changePerson(db, personId, request.body);
      return readMe(personId);
    },
  );

  app.get('/api/people', { config: { may: 'person.list' }, schema: { response: { 200: people } } }, async () => {
    const [items, teams] = await Promise.all([listStaff(db), listTeams(db)]);
    return { items, teams };
  });
};
