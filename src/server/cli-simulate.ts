import type { RulesDraft } from '#contract/simulation.ts';
import { refusalOf, rulesIn, rulesText, type RulesFile } from '#server/cli-config-file.ts';
import {
  CommandFailed,
  findPlace,
  hasDatabase,
  refuseOtherRelease,
  withDatabase,
  WrongUse,
} from '#server/cli-place.ts';
import { simulationLines } from '#server/cli-simulate-words.ts';
import { momentWords } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';
import { DAY, HOUR, MINUTE, type Duration, type Instant } from '#core/time.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { draftOf, SECTIONS } from '#server/simulate/draft-of.ts';
import { simulate, type Simulated } from '#server/simulate/simulate.ts';
import { isCompany, makeNamed } from '#server/sla/company-kinds.ts';
import { changeOf } from '#server/sla/config-apply.ts';
import { sectionOf } from '#server/sla/config-file.ts';
import { namedInFile } from '#server/sla/config-file-read.ts';

type Tell = (text: string) => void;
type Wish = {
  draft: string | null;
  from: string | null;
  until: string | null;
  answerAfter: string | null;
  zone: string | null;
  json: boolean;
};

/** `belay simulate --draft <file>`: past tickets through the live rules and a draft of them. Changes nothing. */
export const simulateDraft = async (say: Say, tell: Tell, wish: Wish): Promise<void> => {
  if (wish.draft === null) throw new WrongUse(say('cli.simulate.no_draft'));
  const timeZone = wish.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const moment = momentWords(say.locale, timeZone);
  if (moment === null) throw new WrongUse(say('cli.explain.bad_zone', { zone: timeZone }));
  const { draft } = wish;
  const text = /^\d{1,15}$/.test(draft) ? null : await rulesText(say, draft);
  const asked = {
    from: dateOf(say, wish.from),
    until: dateOf(say, wish.until),
    answersAfterMs: lengthOf(say, wish.answerAfter),
    timeZone,
    most: Number.MAX_SAFE_INTEGER - 1,
    exceptFor: null,
  };
  const place = await findPlace();
  if (!hasDatabase(place)) throw new CommandFailed(say('problem.no_tickets'));
  const found = await withDatabase(place, async (db) => {
    await refuseOtherRelease(say, db);
    return onTrial(db, async (tx) => {
      if (text !== null) await makeNamed(tx, namedInFile(text));
      const rules =
        text === null
          ? await keptDraft(say, tx, Number(draft))
          : await draftIn(
              say,
              wish.json ? () => {} : tell,
              tx,
              await rulesIn(say, tx, { file: draft, text, use: 'try' }),
            );
      return simulate(tx, { ...asked, draft: rules }, (doing, done, of) =>
        wish.json || of < 1_000 ? undefined : tell(say(`cli.simulate.${doing}`, { done, of })),
      );
    });
  });
  if (!found.ok) throw new CommandFailed(refusalLines(say, found).join('\n'));
  if (wish.json) tell(JSON.stringify(found.simulation, null, 2));
  else for (const line of simulationLines(say, found.simulation, moment)) tell(line);
};

/** Does `work` on one moment of the database, and keeps nothing of it: teams and skills that a draft brings go again. */
const onTrial = async <Found>(db: Database, work: (tx: Tx) => Promise<Found>): Promise<Found> => {
  let found: { is: Found } | null = null;
  const done = db.withTransaction(
    async (tx) => {
      found = { is: await work(tx) };
      throw new OnlyTried();
    },
    { isolation: 'repeatable read', attempts: 1 },
  );
  await done.catch((error: unknown) => {
    if (!(error instanceof OnlyTried)) throw error;
  });
  return found!.is;
};

class OnlyTried extends Error {}

/** What a file changes of the rules that can be tried; what else it changes is told. Throws with everything that is wrong. */
export const draftIn = async (
  say: Say,
  tell: Tell,
  tx: Tx,
  { things, tried, wrong }: Pick<RulesFile, 'things' | 'tried' | 'wrong'>,
): Promise<RulesDraft> => {
  if (wrong.length > 0) throw refusalOf(wrong);
  const rules: Record<string, Record<string, unknown>> = {};
  const leftOut: string[] = [];
  for (const thing of things) {
    const { kind, name, body } = thing;
    // what a hand changed of the company is live all the same: saying it again changes nothing
    const change = isCompany(kind) ? undefined : await changeOf(tx, thing);
    if (change === null) continue;
    if (kind === 'intake_rules') leftOut.push(sectionOf(thing));
    else if (kind === 'matrix' || kind === 'limits') rules[kind] = body as Record<string, unknown>;
    else rules[SECTIONS[kind]] = { ...rules[SECTIONS[kind]], [name]: body };
  }
  if (leftOut.length > 0) tell(say('cli.simulate.left_out', { names: leftOut.join(', ') }));
  return { ...rules, ...tried } as RulesDraft;
};

/** A draft that somebody put down over the API. */
const keptDraft = async (say: Say, tx: Tx, id: number): Promise<RulesDraft> => {
  try {
    return await draftOf(tx, id);
  } catch (error) {
    throw error instanceof HttpProblem ? new CommandFailed(say(`problem.${error.code}`)) : error;
  }
};

const dateOf = (say: Say, value: string | null): Instant | null => {
  if (value === null) return null;
  const at = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z)?$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new WrongUse(say('cli.simulate.bad_date', { value }));
  return at;
};

const UNITS: Record<string, Duration> = { m: MINUTE, h: HOUR, d: DAY };

const lengthOf = (say: Say, value: string | null): Duration | null => {
  if (value === null) return null;
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(value) ?? [];
  if (count === undefined || unit === undefined) throw new WrongUse(say('cli.simulate.bad_length', { value }));
  return Number(count) * UNITS[unit]!;
};

const refusalLines = (say: Say, { code, errors = [] }: Extract<Simulated, { ok: false }>): string[] => [
  say(`problem.${code}`),
  ...errors.map(({ path, code: why, message }) =>
    say('cli.simulate.field', { path, why: say.has(`field.${why}`) ? say(`field.${why}`) : (message ?? why) }),
  ),
];
