/** `npx belay <command>`: what a person types beside a Belay that runs. Exit codes: 0 done, 1 it failed, 2 wrong use. */
import { parseArgs } from 'node:util';
import { watchClimb } from '#server/cli-climb.ts';
import { CommandFailed, connectLocal } from '#server/cli-local.ts';

const HELP = `Belay, the help desk in which nothing is left hanging.

  npm start                                     starts Belay (settings: docs/guide/settings.md)
  npx belay demo climb [--speed 60]             sends a complaint by mail and shows how it climbs
  npx belay login <e-mail>                      makes a log-in for a colleague, or a new password
  npx belay login <e-mail> --admin "<name>"     the same for a first administrator
  npx belay help                                this text

The commands speak to the Belay that runs on this machine with the same BELAY_DATA.`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

class WrongUse extends Error {}

const run = async (args: string[]): Promise<void> => {
  const { values, positionals } = read(args);
  const [command = 'help', ...rest] = positionals;
  if (values.help === true || command === 'help') return say(HELP);
  if (command === 'demo' && rest[0] === 'climb' && rest.length === 1) {
    return watchClimb(await connectLocal(), speedOf(values.speed), say);
  }
  if (command === 'login' && rest.length === 1) return login(rest[0]!, values.admin);
  throw new WrongUse(`There is no command "${positionals.join(' ')}".`);
};

const read = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, speed: { type: 'string' }, admin: { type: 'string' } },
    });
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
};

const speedOf = (text: string | undefined): number => {
  const speed = Number(text ?? '60');
  if (Number.isInteger(speed) && speed >= 1 && speed <= 600) return speed;
  throw new WrongUse('--speed is a whole number from 1 to 600.');
};

const login = async (email: string, admin: string | undefined): Promise<void> => {
  const local = await connectLocal();
  const made = await local.post<{ email: string; password: string }>('/api/local/login', {
    email,
    ...(admin === undefined ? {} : { admin }),
  });
  if (made === null)
    throw new CommandFailed(`Nobody has the address ${email}. To make an administrator: --admin "<name>".`);
  say(`${made.email}  ${made.password}`);
};

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (error instanceof WrongUse) {
    process.stderr.write(`${error.message}\n\n${HELP}\n`);
    process.exitCode = 2;
  } else if (error instanceof CommandFailed) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else throw error;
}
