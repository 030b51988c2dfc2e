import { LANGUAGES, type Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { CommandFailed, findPlace, hasDatabase, withDatabase, WrongUse } from '#server/cli-place.ts';
import { momentWords } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';
import { databaseClock } from '#server/platform/clock.ts';
import { keepUp } from '#server/sla/company-kinds.ts';
import { toMarkdown, toPage } from '#server/sla/document-blocks.ts';
import { readDocument } from '#server/sla/read-document.ts';

type Asked = { language: string | null; at: string | null; since: string | null; zone: string | null; html: boolean };

/** `belay config document`: the escalation document in one language, as Markdown or as a page. */
export const printDocument = async (say: Say, tell: (text: string) => void, asked: Asked): Promise<void> => {
  const language = LANGUAGES.find((each) => each === (asked.language ?? say.locale));
  if (language === undefined) throw new WrongUse(say('cli.config.bad_language', { languages: LANGUAGES.join(', ') }));
  const timeZone = asked.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (momentWords(language, timeZone) === null) throw new WrongUse(say('cli.explain.bad_zone', { zone: timeZone }));
  const [at, since] = [momentIn(say, asked.at), momentIn(say, asked.since)];
  const place = await findPlace();
  if (!hasDatabase(place)) throw new CommandFailed(say('cli.config.no_database'));
  const blocks = await withDatabase(place, (db) =>
    db.withTransaction(async (tx) => {
      const now = await databaseClock.now(tx);
      await keepUp(tx, now);
      return readDocument(tx, { language, timeZone, since, at: at ?? now });
    }),
  );
  tell((asked.html ? toPage(blocks, language satisfies Language) : toMarkdown(blocks)).replace(/\n$/, ''));
};

const momentIn = (say: Say, text: string | null): Instant | null => {
  if (text === null) return null;
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) throw new WrongUse(say('cli.config.bad_moment', { text }));
  return moment;
};
