import { startBelay, type Belay } from '#server/app.ts';
import type { DemoLogin } from '#server/app-logins.ts';
import { ensureWeb, WEB_FOLDER } from '#server/app-web.ts';
import { describeProblem, parseConfig, type Config } from '#server/config.ts';
import { createLog, type Log } from '#server/platform/log.ts';
import { monotonicMs } from '#server/platform/clock.ts';
import { StartRefusal } from '#server/platform/start-refusal.ts';
import { tidyMemory } from '#server/platform/tidy-memory.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

const main = async (): Promise<void> => {
  const parsed = parseConfig(process.env, process.cwd());
  if (!parsed.ok) {
    complain('Belay does not start:');
    for (const problem of parsed.problems) complain(`  ${describeProblem(problem)}`);
    process.exitCode = 2;
    return;
  }
  const { config } = parsed;
  const secrets = [config.databaseUrl, config.smtpUrl, config.secret, config.secretBefore, config.metricsToken].filter(
    (secret) => secret !== null,
  );
  const log = createLog({ level: config.logLevel, secrets });
  const starting = started(config, log);
  stopOnSignal(starting, log);
  await starting;
};

const started = async (config: Config, log: Log): Promise<Belay | null> => {
  const began = monotonicMs();
  try {
    const builtMs = await ensureWeb();
    if (builtMs !== null) say(`The console was built in ${(builtMs / 1_000).toFixed(1)} s.`);
    const belay = await startBelay(config, { log, webFolder: WEB_FOLDER });
    introduce(belay, config, monotonicMs() - began);
    tidyMemory();
    return belay;
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    complain(`Belay does not start (${error.code}): ${error.message}`);
    process.exitCode = 2;
    return null;
  }
};

const introduce = (belay: Belay, config: Config, tookMs: number): void => {
  const { smtp, logins } = belay;
  const url = config.publicUrl ?? belay.url;
  say('');
  say(`Belay runs (started in ${(tookMs / 1_000).toFixed(1)} s).`);
  say('');
  say(`  Desk       ${url}`);
  say(`  Mail in    smtp://${smtp.host}:${smtp.port}`);
  say(
    `  Mail out   ${config.smtpUrl === null ? `kept, not sent: ${url}/mail/caught` : 'by the server of BELAY_SMTP_URL'}`,
  );
  say(`  Database   ${config.databaseUrl === null ? `embedded, in ${belay.dataFolder}` : 'the one of DATABASE_URL'}`);
  if (logins !== null) say(`\n${table(logins)}`);
  if (belay.isWithoutLogins) say('\nNobody can sign in yet: npx belay login you@example.org --admin "Your Name"');
  say('');
  say('Ctrl-C stops it.');
};

const table = (logins: DemoLogin[]): string => {
  const width = (of: (login: DemoLogin) => string) => Math.max(...logins.map((login) => of(login).length));
  const [email, password] = [width((login) => login.email), width((login) => login.password)];
  const lines = logins.map((login) => {
    const what = `${login.role.replaceAll('_', ' ')}${login.teams.length > 0 ? `, ${login.teams.join(', ')}` : ''}`;
    return `  ${login.email.padEnd(email)}  ${login.password.padEnd(password)}  ${login.name} (${what})`;
  });
  return ['Log-ins of the demo company. The passwords are shown this once:', '', ...lines].join('\n');
};

/** Also while it is still starting: what has started by then is stopped in order, the database included. */
const stopOnSignal = (starting: Promise<Belay | null>, log: Log): void => {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    // asked again: whoever waits has lost patience
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'stopping');
    const stopped = starting.then((belay) => belay?.close());
    stopped.then(
      () => {
        log.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'it did not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
};

/** Belay in the foreground until SIGINT or SIGTERM. Exit codes: 0 stopped, 1 a bug, 2 something to change. */
export const run = (): Promise<void> =>
  main().catch((error: unknown) => {
    complain(`Belay met a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exit(1);
  });
