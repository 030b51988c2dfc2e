import type { Finding } from '#core/lint/finding.ts';
import { impossibleIn, placeText, refusalOf, rulesIn, rulesText, type RulesFile } from '#server/cli-config-file.ts';
import { CommandFailed, inDatabase } from '#server/cli-place.ts';
import { rollOut } from '#server/cli-rollouts.ts';
import { lengthWords, momentWords } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';
import { readConfigNames } from '#server/people/name-store.ts';
import type { Instant } from '#core/time.ts';
import { databaseClock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { keepUp, makeNamed } from '#server/sla/company-kinds.ts';
import { applyThings, ImpossibleFile, type Applied, type ConfigChange } from '#server/sla/config-apply.ts';
import { fileSchema, readThings, sectionOf, writeFileText } from '#server/sla/config-file.ts';
import { namedInFile } from '#server/sla/config-file-read.ts';
import { lintWith } from '#server/sla/config-lint.ts';
import { thingOf } from '#server/sla/renewal.ts';
import { nearChanges } from '#server/sla/line-diff.ts';

type Tell = (text: string) => void;

/** Lines of a diff that stand around a change. */
const AROUND = 2;

/** `belay config export`: everything that is active, as a file. */
export const exportConfig = (say: Say, tell: Tell): Promise<void> =>
  inDatabase(say, (db) =>
    db.withTransaction(async (tx) => {
      await keepUp(tx, await databaseClock.now(tx));
      tell(writeFileText(await readThings(tx), await readConfigNames(tx)).replace(/\n$/, ''));
    }),
  );

/** `belay config schema`: what editors need to help with such a file. */
export const printSchema = (tell: Tell): void => tell(JSON.stringify(fileSchema(), null, 2));

/** `belay config lint`: what is wrong with the rules that are active; 1 when something stops a publication. */
export const lintConfig = (say: Say, tell: Tell): Promise<number> =>
  inDatabase(say, async (db) => {
    const findings = await db.withTransaction(async (tx) => lintWith(tx, [], await databaseClock.now(tx)));
    if (findings.length === 0) tell(say('cli.config.well'));
    for (const line of findingLines(say, findings)) tell(line);
    return findings.some(({ stops }) => stops) ? 1 : 0;
  });

class OnlyPlanned extends Error {}

/** `belay config plan <file>`: what applying it would do; nothing is kept. */
export const planConfig = (say: Say, tell: Tell, file: string): Promise<number> =>
  inDatabase(say, async (db) => {
    const text = await rulesText(say, file);
    let applied: Applied | null = null;
    const planned = db.withTransaction(async (tx) => {
      const now = await databaseClock.now(tx);
      applied = (await applyFile(say, tx, { file, text, now })).done;
      // undone with the transaction
      throw new OnlyPlanned();
    });
    await planned.catch((error: unknown) => {
      if (!(error instanceof OnlyPlanned)) throw error;
    });
    for (const line of appliedLines(say, applied!, 'plan')) tell(line);
    return 0;
  });

/** `belay config apply <file>`: does it, all or nothing; `toOpen` also begins to apply it to the tickets that are open. */
export const applyConfig = (say: Say, tell: Tell, file: string, toOpen: boolean): Promise<number> =>
  inDatabase(say, async (db) => {
    const text = await rulesText(say, file);
    const applied = await db.withTransaction(async (tx) => {
      const now = await databaseClock.now(tx);
      const { done, rules } = await applyFile(say, tx, { file, text, now });
      // what is only renewed is no worse than it was
      const changed = new Set(done.changes.filter(({ what }) => what !== 'renewed').map(thingOf));
      const stops = done.findings.filter(({ stops: no, place }) => no && changed.has(thingOf(place)));
      if (stops.length > 0) {
        throw new CommandFailed([say('cli.config.stops'), ...findingLines(say, stops, rules)].join('\n'));
      }
      return { done, begun: toOpen ? await rollOut(tx, say, done.changes, now) : [] };
    });
    for (const line of [...appliedLines(say, applied.done, 'apply'), ...applied.begun]) tell(line);
    return 0;
  });

type AppliedFile = { done: Applied; rules: RulesFile };

/** Publishes what a file says. Teams and skills it brings are made first, so that the rest of it may name them. */
export const applyFile = async (
  say: Say,
  tx: Tx,
  { file, text, now }: { file: string; text: string; now: Instant },
): Promise<AppliedFile> => {
  await keepUp(tx, now);
  await makeNamed(tx, namedInFile(text));
  const rules = await rulesIn(say, tx, { file, text, use: 'publish' });
  const { things, broken, wrong } = rules;
  const done = await applyThings(tx, things, now, broken).catch((error: unknown) => {
    throw error instanceof ImpossibleFile ? refusalOf([...wrong, ...impossibleIn(say, rules, error)]) : error;
  });
  if (wrong.length > 0) throw refusalOf(wrong);
  return { done, rules };
};

/** What applying a file does or did, as it is read. */
export const appliedLines = (say: Say, applied: Applied, mode: 'plan' | 'apply'): string[] => {
  const { changes, unchanged, unmentioned, findings, open } = applied;
  return [
    ...changes.flatMap((change) => changeLines(say, change)),
    say(`cli.config.${mode}`, { count: changes.length, unchanged }),
    ...unmentioned.map((thing) => say('cli.config.unmentioned', { name: sectionOf(thing) })),
    say('cli.config.open', { count: open.tickets }),
    ...(open.otherwise === 0 ? [] : [say('cli.config.open_otherwise', { count: open.otherwise })]),
    ...(open.remeasured.tickets === 0 ? [] : [say('cli.config.open_remeasured', open.remeasured)]),
    ...findingLines(say, findings),
  ];
};

const changeLines = (say: Say, change: ConfigChange): string[] => {
  const { what, version, uses, diff } = change;
  const head = say(`cli.config.change.${what}`, {
    name: sectionOf(change),
    version,
    uses: uses.map(({ name: used }) => used).join(', '),
  });
  if (what === 'renewed') return [head];
  return [
    head,
    ...nearChanges(diff, AROUND).map((line) => (line === null ? '    …' : `  ${line.sign} ${line.text}`)),
    '',
  ];
};

/** Findings with their places, in a file where they are of one, and what to do about each. */
export const findingLines = (say: Say, findings: readonly Finding[], rules: RulesFile | null = null): string[] => {
  const moment = momentWords(say.locale, Intl.DateTimeFormat().resolvedOptions().timeZone)!;
  return findings.flatMap(({ code, stops, place, values }) => {
    const words = Object.fromEntries(
      Object.entries(values).map(([name, value]): [string, string | number] => {
        if (typeof value !== 'number') return [name, value];
        if (name.endsWith('Ms')) return [name, lengthWords(say.locale, value)];
        return [name, name.endsWith('At') ? moment(value) : value];
      }),
    );
    const own = `${sectionOf(place)}.${place.field}`;
    const at = rules === null ? own : `${placeText(rules.file, rules.placeIn(place, place.field), code)} ${own}`;
    return [
      `${stops ? '✗' : '!'} ${at}: ${say(`config.finding.${code}`, words)}`,
      `  ${say(`config.remedy.${code}`, words)}`,
    ];
  });
};
