import pino from 'pino';

export type Log = pino.Logger;

const HIDDEN = '[hidden]';
const FIELDS = ['password', 'secret', 'token', 'authorization', 'cookie', 'connectionString', 'databaseUrl', 'smtpUrl'];
const PATHS = FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.headers["${field}"]`]);
const CREDENTIALS_IN_URL = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*:)[^\s@"]+@/gi;

/**
 * Belay's log: one JSON object a line, ISO time. Secrets are kept out in three ways: fields with a telling name,
 * passwords inside URLs, and the exact `secrets` wherever they turn up in a line.
 */
export const createLog = (
  options: { level: string; secrets?: readonly string[] },
  destination: pino.DestinationStream = pino.destination({ fd: 1, sync: true }),
): Log => {
  // a very short value would blot out half the log
  const secrets = (options.secrets ?? []).filter((secret) => secret.length >= 8);
  return pino(
    {
      level: options.level,
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: PATHS, censor: HIDDEN },
      serializers: { err: describeError },
      hooks: { streamWrite: (line) => hide(line, secrets) },
    },
    destination,
  );
};

const hide = (line: string, secrets: readonly string[]): string =>
  secrets.reduce(
    (text, secret) => text.replaceAll(JSON.stringify(secret).slice(1, -1), HIDDEN),
    line.replace(CREDENTIALS_IN_URL, `$1${HIDDEN}@`),
  );

// PostgreSQL names the row it refuses with all that is in it: words of messages, addresses
const withoutValues = (detail: unknown): unknown =>
  typeof detail === 'string' ? detail.replace(/(contains |=)\(.*/s, `$1${HIDDEN}`) : undefined;

// only these: libraries hang whole clients on their errors, with keys and buffers in them
const describeError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const { code, detail, where } = error as { code?: unknown; detail?: unknown; where?: unknown };
  return {
    name,
    message,
    code,
    detail: withoutValues(detail),
    where,
    stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
};
