import { z } from 'zod';
import { createApiKey as wanted } from '#contract/api-key.ts';
import { SCOPES } from '#core/people/scopes.ts';
import { CommandFailed, findPlace, withDatabase, WrongUse } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';
import { createApiKey } from '#server/people/api-key-store.ts';
import { findByEmail } from '#server/people/store.ts';
import { databaseClock } from '#server/platform/clock.ts';

type Asked = { person: string | null; scopes: string | null; expires: string | null; name: string | null };

const EXPIRES = /^(\d{1,4})d$/;

/** `belay api-key create`: a key for somebody, shown this once. */
export const createKey = async (say: Say, tell: (text: string) => void, asked: Asked): Promise<void> => {
  const { person: email, scopes } = asked;
  if (email === null || scopes === null) throw new WrongUse(say('cli.api_key.missing'));
  const parsed = wanted.safeParse({
    name: asked.name ?? say('cli.api_key.name'),
    scopes: scopes.split(','),
    expiresInDays: daysOf(say, asked.expires),
  });
  if (!parsed.success) {
    const fields = z.flattenError(parsed.error).fieldErrors;
    const about =
      fields.scopes === undefined
        ? say('cli.api_key.bad')
        : say('cli.api_key.bad_scopes', { scopes: SCOPES.join(', ') });
    throw new WrongUse(about);
  }
  const made = await withDatabase(await findPlace(), (db) =>
    db.withTransaction(async (tx) => {
      const found = await findByEmail(tx, email);
      if (found === null) throw new CommandFailed(say('cli.api_key.nobody', { email }));
      return createApiKey(tx, { ...parsed.data, personId: found.id, createdBy: null }, await databaseClock.now(tx));
    }),
  );
  if (!made.ok) throw new CommandFailed(say(`cli.api_key.${made.refusal}`, { email }));
  tell(say('cli.api_key.done', { name: made.made.person.name, scopes: made.made.scopes.join(', ') }));
  tell(made.made.key);
};

const daysOf = (say: Say, text: string | null): number => {
  if (text === null) return 365;
  const days = Number(EXPIRES.exec(text)?.[1] ?? 0);
  if (days < 1) throw new WrongUse(say('cli.api_key.bad_expires'));
  return days;
};
