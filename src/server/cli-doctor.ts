import { checkDatabase } from '#server/cli-doctor-database.ts';
import { checkMachine } from '#server/cli-doctor-machine.ts';
import { checkOutgoing } from '#server/cli-doctor-mail.ts';
import { checkWork } from '#server/cli-doctor-work.ts';
import type { Finding } from '#server/cli-finding.ts';
import { findPlace, hasDatabase, type Place } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';
import { describeProblem, parseConfig } from '#server/config.ts';
import { isAway, messageOf } from '#server/platform/db/check-server.ts';
import { codeOf } from '#server/platform/db/connection-loss.ts';
import { assemble } from '#server/platform/db/database.ts';
import { reachDatabase, type Reached } from '#server/platform/db/reach.ts';
import { StartRefusal } from '#server/platform/start-refusal.ts';

/**
 * `belay doctor`: looks at everything Belay stands on and says what is wrong and what to do, whether Belay runs or not.
 * Its exit code: 0 all well, 1 something to look at, 2 something that keeps Belay from working.
 */
export const doctor = async (say: Say, tell: (text: string) => void, asJson: boolean): Promise<number> => {
  const findings = await examine();
  const worst = findings.some(({ state }) => state === 'bad')
    ? 2
    : findings.some(({ state }) => state === 'warn')
      ? 1
      : 0;
  const told = findings.map((finding) => ({ ...finding, ...wordsOf(say, finding) }));
  if (asJson) {
    tell(JSON.stringify({ worst: ['well', 'warn', 'bad'][worst], findings: told }, null, 2));
    return worst;
  }
  for (const { state, says, todo } of told) {
    tell(`${MARKS[state]} ${says}`);
    if (todo !== null) tell(`       ${todo.replaceAll('\n', '\n       ')}`);
  }
  tell('');
  tell(
    say(`cli.doctor.worst.${worst}`, {
      count: findings.filter(({ state }) => state === 'bad' || state === 'warn').length,
    }),
  );
  return worst;
};

const MARKS = { ok: '  ok  ', note: '  --  ', warn: ' WARN ', bad: ' BAD  ' };

/** A finding in words: what was found, and what to do about it. */
export const wordsOf = (say: Say, { check, code, values = {} }: Finding): { says: string; todo: string | null } => {
  const key = `cli.doctor.${check}.${code}`;
  return { says: say(key, values), todo: say.has(`${key}.do`) ? say(`${key}.do`, values) : null };
};

const examine = async (): Promise<Finding[]> => {
  const parsed = parseConfig(process.env, process.cwd());
  if (!parsed.ok) {
    return parsed.problems.map((problem) => ({
      check: 'settings',
      state: 'bad',
      code: 'wrong',
      values: { problem: describeProblem(problem) },
    }));
  }
  let place: Place;
  try {
    place = await findPlace();
  } catch (error) {
    return [refusal('data_folder', error)];
  }
  const machine = await checkMachine(place);
  const mail = await checkOutgoing(place.config.smtpUrl);
  return [...machine, ...(await examineDatabase(place)), ...mail];
};

const examineDatabase = async (place: Place): Promise<Finding[]> => {
  if (!hasDatabase(place)) return [{ check: 'database', state: 'note', code: 'none_yet' }];
  let reached: Reached;
  try {
    reached = await reachDatabase({ ...place.config, dataFolder: place.dataFolder }, place.log);
  } catch (error) {
    return [databaseRefusal(error)];
  }
  const db = assemble(reached.connection, place.log, place.config.pgBouncer, { embedded: false }, reached.release);
  try {
    const { findings, isReady } = await checkDatabase(db, reached.how);
    return isReady ? [...findings, ...(await checkWork(db, place))] : findings;
  } catch (error) {
    return [databaseRefusal(error)];
  } finally {
    await db.close();
  }
};

/** What keeps a database from being used, told apart as far as something else is to be done about it. */
export const databaseRefusal = (error: unknown): Finding => {
  const sqlState = codeOf(error) ?? '';
  const { values, ...finding } = refusal('database', error);
  const code = isAway(error)
    ? 'unreachable'
    : sqlState.startsWith('28')
      ? 'sign_in'
      : sqlState === '3D000'
        ? 'absent'
        : null;
  return code === null ? { ...finding, values } : { ...finding, code, values };
};

const refusal = (check: string, error: unknown) => {
  const why = messageOf(error);
  const code = error instanceof StartRefusal ? error.code : 'error';
  return { check, state: 'bad', code: 'refused', values: { code, why } } satisfies Finding;
};
