import { expect, test } from 'vitest';
import { describeProblem, parseConfig } from './config.ts';

const parse = (env: Record<string, string>) => {
  const parsed = parseConfig(env, '/srv/belay');
  if (!parsed.ok) throw new Error(parsed.problems.map(describeProblem).join('\n'));
  return parsed.config;
};
const problems = (env: Record<string, string>) => {
  const parsed = parseConfig(env, '/srv/belay');
  return parsed.ok ? [] : parsed.problems;
};

test('with nothing said, Belay listens on this machine only and keeps its data in ./data', () => {
  expect(parse({})).toEqual({
    host: '127.0.0.1',
    port: 8080,
    smtpHost: '127.0.0.1',
    smtpPort: 2525,
    dataFolder: '/srv/belay/data',
    dataFolderGiven: false,
    databaseUrl: null,
    demo: true,
    publicUrl: null,
    smtpUrl: null,
    mailMaxBytes: 26_214_400,
    uploadMaxBytes: 26_214_400,
    undoSendMs: 10_000,
    logLevel: 'info',
    secret: null,
    secretBefore: null,
    metricsToken: null,
    pgBouncer: false,
  });
});

test('what is said is taken', () => {
  const secret = 'x'.repeat(32);
  expect(
    parse({
      BELAY_HOST: '0.0.0.0',
      BELAY_PORT: '80',
      BELAY_SMTP_HOST: '::1',
      BELAY_SMTP_PORT: '0',
      BELAY_DATA: '../elsewhere',
      DATABASE_URL: 'postgresql:///belay?host=/run/postgresql',
      BELAY_DEMO: '0',
      BELAY_PUBLIC_URL: 'https://help.example/desk/',
      BELAY_SMTP_URL: 'smtps://u:p@mail.example:465',
      BELAY_MAIL_MAX_BYTES: '1048576',
      BELAY_UNDO_SEND: '0',
      BELAY_LOG_LEVEL: 'debug',
      BELAY_SECRET: secret,
      BELAY_PGBOUNCER: '1',
    }),
  ).toEqual({
    host: '0.0.0.0',
    port: 80,
    smtpHost: '::1',
    smtpPort: 0,
    dataFolder: '/srv/elsewhere',
    dataFolderGiven: true,
    databaseUrl: 'postgresql:///belay?host=/run/postgresql',
    demo: false,
    publicUrl: 'https://help.example/desk',
    smtpUrl: 'smtps://u:p@mail.example:465',
    mailMaxBytes: 1_048_576,
    uploadMaxBytes: 26_214_400,
    undoSendMs: 0,
    logLevel: 'debug',
    secret,
    secretBefore: null,
    metricsToken: null,
    pgBouncer: true,
  });
});

test('SMTP listens where the web does unless told otherwise, and an empty variable is none', () => {
  expect(parse({ BELAY_HOST: '10.0.0.5', BELAY_SMTP_HOST: '', DATABASE_URL: '' })).toMatchObject({
    smtpHost: '10.0.0.5',
    databaseUrl: null,
  });
});

test.each([
  ['BELAY_HOST', 'http://here', 'not_a_host'],
  ['BELAY_PORT', '65536', 'not_a_port'],
  ['BELAY_PORT', '80a', 'not_a_port'],
  ['BELAY_PORT', '-1', 'not_a_port'],
  ['BELAY_SMTP_PORT', '2.5', 'not_a_port'],
  ['DATABASE_URL', 'mysql://db/belay', 'not_a_postgres_url'],
  ['DATABASE_URL', 'localhost', 'not_a_postgres_url'],
  ['BELAY_DEMO', 'yes', 'not_a_flag'],
  ['BELAY_PGBOUNCER', 'true', 'not_a_flag'],
  ['BELAY_PUBLIC_URL', 'help.example', 'not_a_web_address'],
  ['BELAY_PUBLIC_URL', 'https://help.example/?a=1', 'not_a_web_address'],
  ['BELAY_SMTP_URL', 'https://mail.example', 'not_an_smtp_url'],
  ['BELAY_SMTP_URL', 'smtp:', 'not_an_smtp_url'],
  ['BELAY_MAIL_MAX_BYTES', '25MB', 'not_a_size'],
  ['BELAY_MAIL_MAX_BYTES', '0', 'not_a_size'],
  ['BELAY_LOG_LEVEL', 'loud', 'not_a_log_level'],
  ['BELAY_SECRET', 'short', 'secret_too_short'],
])('%s=%s is refused as %s', (variable, value, code) => {
  expect(problems({ [variable]: value })).toEqual([expect.objectContaining({ variable, code })]);
});

test('all mistakes are told at once, each with what is allowed', () => {
  const found = problems({ BELAY_PORT: 'web', BELAY_DEMO: 'maybe', BELAY_LOG_LEVEL: 'loud' });
  expect(found.map(describeProblem)).toEqual([
    'BELAY_PORT=web (not_a_port); allowed: a whole number from 0 to 65535 (0 = any free port)',
    'BELAY_DEMO=maybe (not_a_flag); allowed: 0 or 1',
    'BELAY_LOG_LEVEL=loud (not_a_log_level); allowed: fatal, error, warn, info, debug, trace, silent',
  ]);
});

test('web and SMTP cannot share a port of one address', () => {
  expect(problems({ BELAY_PORT: '2525' })).toEqual([expect.objectContaining({ code: 'ports_collide' })]);
  expect(problems({ BELAY_PORT: '2525', BELAY_SMTP_HOST: '10.0.0.5' })).toEqual([]);
  expect(problems({ BELAY_PORT: '0', BELAY_SMTP_PORT: '0' })).toEqual([]);
});

test('a wrong secret or address with a password in it is not repeated', () => {
  const text = problems({
    BELAY_SECRET: 'hunter2',
    DATABASE_URL: 'mysql://u:hunter2@db',
    BELAY_SMTP_URL: 'x://u:hunter2@m',
  })
    .map(describeProblem)
    .join('\n');
  expect(text.split('\n')).toHaveLength(3);
  expect(text).not.toContain('hunter2');
});
