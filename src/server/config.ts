import path from 'node:path';
import { z } from 'zod';

/** Everything the operator can say, parsed once from the environment. null = not given. */
export type Config = {
  host: string;
  /** 0 = any free port */
  port: number;
  smtpHost: string;
  smtpPort: number;
  /** absolute; where it really lies is settled by platform/data-folder.ts */
  dataFolder: string;
  /** true when BELAY_DATA names it */
  dataFolderGiven: boolean;
  databaseUrl: string | null;
  /** put the demo company into an empty database */
  demo: boolean;
  /** without a slash at its end; null = derived from host and port */
  publicUrl: string | null;
  /** outgoing SMTP; null = the built-in catcher */
  smtpUrl: string | null;
  mailMaxBytes: number;
  /** How long a reply is held back so that it may be withdrawn. */
  undoSendMs: number;
  /** the largest file that may be attached to a message */
  uploadMaxBytes: number;
  logLevel: LogLevel;
  /** null = generated once and kept in the data folder */
  secret: string | null;
  /** the secret of before it was changed, so that what it sealed still opens; null = none */
  secretBefore: string | null;
  pgBouncer: boolean;
  /** null = only programs of this machine may read /metrics, and nobody behind a proxy */
  metricsToken: string | null;
};

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One wrong variable: a stable code, what was found (hidden when it is secret) and what is allowed. */
export type ConfigProblem = { code: string; variable: string; value: string; allowed: string };

type Variable<T> = { schema: z.ZodType<T>; fallback: T; code: string; allowed: string; hidden?: true };

const variable = <T>(found: Variable<T>): Variable<T> => found;

const wholeNumber = (least: number, most: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(least).max(most));
const url = (protocols: readonly string[], also: (url: URL) => boolean = () => true) =>
  z.string().refine((text) => {
    const found = URL.parse(text);
    return found !== null && protocols.includes(found.protocol) && also(found);
  });
const flag = (fallback: boolean) =>
  variable({
    schema: z.enum(['0', '1']).transform((text) => text === '1') as z.ZodType<boolean>,
    fallback,
    code: 'not_a_flag',
    allowed: '0 or 1',
  });
const host = z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/);
const port = (fallback: number) =>
  variable({
    schema: wholeNumber(0, 65_535),
    fallback,
    code: 'not_a_port',
    allowed: 'a whole number from 0 to 65535 (0 = any free port)',
  });

const VARIABLES = {
  BELAY_HOST: variable({
    schema: host,
    fallback: '127.0.0.1',
    code: 'not_a_host',
    allowed: 'an IP address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0',
  }),
  BELAY_PORT: port(8080),
  BELAY_SMTP_HOST: variable<string | null>({
    schema: host,
    fallback: null,
    code: 'not_a_host',
    allowed: 'an IP address or a host name to listen on; BELAY_HOST when absent',
  }),
  BELAY_SMTP_PORT: port(2525),
  BELAY_DATA: variable<string | null>({
    schema: z.string().refine((text) => !text.includes('\0')),
    fallback: null,
    code: 'not_a_folder',
    allowed: 'the path of a folder Belay may write to; ./data when absent',
  }),
  DATABASE_URL: variable<string | null>({
    schema: url(['postgres:', 'postgresql:']),
    fallback: null,
    code: 'not_a_postgres_url',
    allowed: 'postgres://user:password@host:5432/database; the PostgreSQL that comes with Belay when absent',
    hidden: true,
  }),
  BELAY_DEMO: flag(true),
  BELAY_PUBLIC_URL: variable<string | null>({
    schema: url(['http:', 'https:'], (found) => found.search === '' && found.hash === '').transform((text) =>
      text.replace(/\/+$/, ''),
    ),
    fallback: null,
    code: 'not_a_web_address',
    allowed: 'the address people open in a browser, http:// or https://, without ? and #',
  }),
  BELAY_SMTP_URL: variable<string | null>({
    schema: url(['smtp:', 'smtps:'], (found) => found.hostname !== ''),
    fallback: null,
    code: 'not_an_smtp_url',
    allowed: 'smtp://user:password@host:587 or smtps://…:465; the built-in mail catcher when absent',
    hidden: true,
  }),
  BELAY_MAIL_MAX_BYTES: variable({
    schema: wholeNumber(1_024, 1_073_741_824),
    fallback: 26_214_400,
    code: 'not_a_size',
    allowed: 'a whole number of bytes from 1024 to 1073741824',
  }),
  BELAY_UPLOAD_MAX_BYTES: variable({
    schema: wholeNumber(1_024, 26_214_400),
    fallback: 26_214_400,
    code: 'not_a_size',
    allowed: 'a whole number of bytes from 1024 to 26214400',
  }),
  BELAY_UNDO_SEND: variable({
    schema: wholeNumber(0, 60),
    fallback: 10,
    code: 'not_an_undo_time',
    allowed: 'a whole number of seconds from 0 to 60',
  }),
  BELAY_LOG_LEVEL: variable<LogLevel>({
    schema: z.enum(LOG_LEVELS),
    fallback: 'info',
    code: 'not_a_log_level',
    allowed: LOG_LEVELS.join(', '),
  }),
  BELAY_METRICS_TOKEN: variable<string | null>({
    schema: z.string().min(16),
    fallback: null,
    code: 'token_too_short',
    allowed: 'at least 16 characters, sent by Prometheus as Authorization: Bearer …',
    hidden: true,
  }),
  BELAY_SECRET: variable<string | null>({
    schema: z.string().min(32),
    fallback: null,
    code: 'secret_too_short',
    allowed: 'at least 32 characters; generated and kept in the data folder when absent',
    hidden: true,
  }),
  BELAY_SECRET_BEFORE: variable<string | null>({
    schema: z.string().min(32),
    fallback: null,
    code: 'secret_too_short',
    allowed: 'the BELAY_SECRET of before it was changed, for one start',
    hidden: true,
  }),
  BELAY_PGBOUNCER: flag(false),
};

type Variables = typeof VARIABLES;
type Values = { [name in keyof Variables]: Variables[name] extends Variable<infer T> ? T : never };

/**
 * Parses an environment; an empty variable counts as absent. A relative BELAY_DATA is taken from `cwd`.
 * All problems are reported at once.
 */
export const parseConfig = (
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): { ok: true; config: Config } | { ok: false; problems: ConfigProblem[] } => {
  const problems: ConfigProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, each] of Object.entries<Variable<unknown>>(VARIABLES)) {
    const text = env[name];
    if (text === undefined || text === '') {
      values[name] = each.fallback;
      continue;
    }
    const parsed = each.schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else
      problems.push({ code: each.code, variable: name, value: each.hidden ? '(hidden)' : text, allowed: each.allowed });
  }
  if (problems.length > 0) return { ok: false, problems };
  const config = assemble(values as Values, cwd);
  const clash = portClash(config);
  return clash ? { ok: false, problems: [clash] } : { ok: true, config };
};

const assemble = (v: Values, cwd: string): Config => ({
  host: v.BELAY_HOST,
  port: v.BELAY_PORT,
  smtpHost: v.BELAY_SMTP_HOST ?? v.BELAY_HOST,
  smtpPort: v.BELAY_SMTP_PORT,
  dataFolder: path.resolve(cwd, v.BELAY_DATA ?? 'data'),
  dataFolderGiven: v.BELAY_DATA !== null,
  databaseUrl: v.DATABASE_URL,
  demo: v.BELAY_DEMO,
  publicUrl: v.BELAY_PUBLIC_URL,
  smtpUrl: v.BELAY_SMTP_URL,
  mailMaxBytes: v.BELAY_MAIL_MAX_BYTES,
  undoSendMs: v.BELAY_UNDO_SEND * 1_000,
  uploadMaxBytes: v.BELAY_UPLOAD_MAX_BYTES,
  logLevel: v.BELAY_LOG_LEVEL,
  secret: v.BELAY_SECRET,
  metricsToken: v.BELAY_METRICS_TOKEN,
  secretBefore: v.BELAY_SECRET_BEFORE,
  pgBouncer: v.BELAY_PGBOUNCER,
});

const portClash = (config: Config): ConfigProblem | null =>
  config.port !== 0 && config.port === config.smtpPort && config.host === config.smtpHost
    ? {
        code: 'ports_collide',
        variable: 'BELAY_SMTP_PORT',
        value: String(config.smtpPort),
        allowed: 'another port than BELAY_PORT',
      }
    : null;

/** One line for the operator. */
export const describeProblem = (problem: ConfigProblem): string =>
  `${problem.variable}=${problem.value} (${problem.code}); allowed: ${problem.allowed}`;
