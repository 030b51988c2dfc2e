import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type pg from 'pg';
import type { Log } from './log.ts';

export type SessionOptions = {
  /** A pool with pg's own types: these tables are better-auth's. */
  pool: pg.Pool;
  /** Signs cookies; at least 32 characters. */
  secret: string;
  publicUrl: string | null;
  log: Log;
};

/** A session that was asked for: whose login it is, and cookies to pass on because it was renewed. */
export type FoundSession = { id: string; authUserId: string; setCookies: string[] };

/** A session somebody could still use. */
export type LiveSession = { id: string; userAgent: string | null; startedAt: number; usedAt: number };

/** Log-ins by e-mail and password, kept in better-auth's tables of the same database. */
export type Sessions = {
  /** Makes better-auth's tables, or adds what a newer version of it needs. */
  migrate(): Promise<void>;
  /** Makes a login, or gives the one of this address another password. Its id. */
  createLogin(login: { name: string; email: string; password: string }): Promise<string>;
  /** The id of the login with this address; null when there is none. */
  findLogin(email: string): Promise<string | null>;
  /** null when the address or the password is wrong; takes the same time either way. */
  signIn(email: string, password: string, headers: IncomingHttpHeaders): Promise<{ setCookies: string[] } | null>;
  /** Ends the session the request names, if any. */
  signOut(headers: IncomingHttpHeaders): Promise<{ setCookies: string[] }>;
  /**
   * Asked of the database each time, so that a revoked session is over at once. `renew: false` for who cannot pass the
   * cookies of a renewed one on: renewed without them it would still end in the browser.
   */
  find(headers: IncomingHttpHeaders, options?: { renew: boolean }): Promise<FoundSession | null>;
  /** Whether the value of a session's cookie was signed by us; says nothing of whether the session is over. */
  isSigned(value: string): boolean;
  /** Whether this is the login's password. */
  isPassword(authUserId: string, password: string): Promise<boolean>;
  /** Gives a login another password and ends its sessions, but for the one that is kept. */
  setPassword(authUserId: string, password: string, keptSessionId?: string): Promise<void>;
  /** The sessions of a login that are not over, the last used first. `usedAt` is right to a quarter of an hour. */
  list(authUserId: string): Promise<LiveSession[]>;
  /** Ends those sessions of a login that `which` names; how many. */
  revoke(authUserId: string, which: (sessionId: string) => boolean): Promise<number>;
  /** Ends every session of a login, on all devices. */
  revokeAll(authUserId: string): Promise<void>;
};

const DAY_SECONDS = 86_400;
const QUARTER_SECONDS = 900;

/**
 * better-auth behind our own routes: nothing of its router is mounted, so sign-up and everything else that is not in
 * `Sessions` does not exist over HTTP. Origin checks and rate limits are platform/http's, for every route alike.
 */
export const createSessions = (options: SessionOptions): Sessions => {
  const auth = betterAuth(authOptions(options));
  return {
    migrate: async () => {
      const { runMigrations } = await getMigrations(auth.options);
      await runMigrations();
    },
    createLogin: (login) => makeLogin(auth, login),
    signIn: (email, password, headers) =>
      honest(options.pool, async () => {
        const asked = { body: { email, password }, headers: asHeaders(headers), asResponse: true as const };
        const response = await auth.api.signInEmail(asked);
        if (response.status === 401) return null;
        if (!response.ok) throw new Error(`sign-in answered ${response.status}`);
        return { setCookies: response.headers.getSetCookie() };
      }),
    signOut: async (headers) => {
      const response = await auth.api.signOut({ headers: asHeaders(headers), asResponse: true });
      return { setCookies: response.headers.getSetCookie() };
    },
    findLogin: async (email) => {
      const context = await auth.$context;
      return (await context.internalAdapter.findUserByEmail(email.toLowerCase()))?.user.id ?? null;
    },
    find: async (headers, { renew } = { renew: true }) => {
      if (headers.cookie === undefined) return null;
      const found = await honest(options.pool, () =>
        auth.api.getSession({
          headers: asHeaders(headers),
          query: { disableRefresh: !renew },
          returnHeaders: true,
        }),
      );
      if (found.response === null) return null;
      const { session, user } = found.response;
      return { id: session.id, authUserId: user.id, setCookies: found.headers.getSetCookie() };
    },
    isSigned: (value) => isSigned(value, options.secret),
    ...passwordsOf(auth),
    ...sessionsOf(auth),
    revokeAll: async (authUserId) => {
      const context = await auth.$context;
      await context.internalAdapter.deleteUserSessions(authUserId);
    },
  };
};

/** As better-auth signs cookies: `value.HMAC-SHA-256` in base64, escaped. */
const isSigned = (cookie: string, secret: string): boolean => {
  const found = /^([^.]{1,100})\.([A-Za-z0-9+/]{43}=)$/.exec(unescaped(cookie));
  if (found === null) return false;
  const expected = createHmac('sha256', secret).update(found[1]!).digest();
  return timingSafeEqual(expected, Buffer.from(found[2]!, 'base64'));
};

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

type Auth = ReturnType<typeof betterAuth<ReturnType<typeof authOptions>>>;

const passwordsOf = (auth: Auth): Pick<Sessions, 'isPassword' | 'setPassword'> => ({
  isPassword: async (authUserId, password) => {
    const { internalAdapter, password: hashing } = await auth.$context;
    const accounts = await internalAdapter.findAccounts(authUserId);
    const hash = accounts.find(({ providerId }) => providerId === 'credential')?.password;
    return typeof hash === 'string' && (await hashing.verify({ hash, password }));
  },
  setPassword: async (authUserId, password, keptSessionId) => {
    const context = await auth.$context;
    await context.internalAdapter.updatePassword(authUserId, await context.password.hash(password));
    await revoke(auth, authUserId, (id) => id !== keptSessionId);
  },
});

const sessionsOf = (auth: Auth): Pick<Sessions, 'list' | 'revoke'> => ({
  list: async (authUserId) => {
    const { internalAdapter } = await auth.$context;
    const found = await internalAdapter.listSessions(authUserId, { onlyActiveSessions: true });
    return found
      .map(({ id, userAgent, createdAt, updatedAt }) => ({
        id,
        userAgent: userAgent?.trim() || null,
        startedAt: createdAt.getTime(),
        usedAt: updatedAt.getTime(),
      }))
      .toSorted((one, other) => other.usedAt - one.usedAt);
  },
  revoke: (authUserId, which) => revoke(auth, authUserId, which),
});

const revoke = async (auth: Auth, authUserId: string, which: (sessionId: string) => boolean): Promise<number> => {
  const { internalAdapter } = await auth.$context;
  const over = (await internalAdapter.listSessions(authUserId)).filter(({ id }) => which(id));
  if (over.length > 0) await internalAdapter.deleteSessions(over.map(({ token }) => token));
  return over.length;
};

/** Also finishes a login that was begun when Belay died: whoever calls knows that it is nobody else's. */
const makeLogin = async (
  auth: Auth,
  { name, email, password }: { name: string; email: string; password: string },
): Promise<string> => {
  const context = await auth.$context;
  const begun = await context.internalAdapter.findUserByEmail(email.toLowerCase(), { includeAccounts: true });
  const user =
    begun?.user ??
    (await context.internalAdapter.createUser(
      { name, email: email.toLowerCase(), emailVerified: true },
      { method: 'email-password' },
    ));
  const hash = await context.password.hash(password);
  if (begun?.accounts.some(({ providerId }) => providerId === 'credential') === true) {
    await context.internalAdapter.updatePassword(user.id, hash);
    return user.id;
  }
  await context.internalAdapter.linkAccount({
    userId: user.id,
    providerId: 'credential',
    accountId: user.id,
    password: hash,
  });
  return user.id;
};

const authOptions = ({ pool, secret, publicUrl, log }: SessionOptions) => {
  const secure = publicUrl?.startsWith('https:') ?? false;
  return {
    database: pool,
    secret,
    baseURL: publicUrl ?? 'http://localhost',
    basePath: '/api/auth',
    telemetry: { enabled: false },
    logger: {
      log: (level: 'debug' | 'info' | 'success' | 'warn' | 'error', message: string) =>
        log[level === 'success' ? 'info' : level]({ from: 'better-auth' }, message),
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 200 },
    session: { expiresIn: 14 * DAY_SECONDS, updateAge: QUARTER_SECONDS, cookieCache: { enabled: false } },
    rateLimit: { enabled: false },
    advanced: {
      // one statement for a session with its login, instead of two; `migrate` sees to the schema
      database: { joins: true, validateSchema: false },
      cookiePrefix: 'belay',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' as const, secure },
      // platform/http/same-origin.ts asks this of every state change, sign-in included
      disableCSRFCheck: true,
    },
  };
};

/** better-auth hides why it failed; when the database is away, that is what is thrown. */
const honest = async <T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    await pool.query('select 1');
    throw error;
  }
};

// only what better-auth reads: the cookie, and what it notes about a session
const PASSED_ON = ['cookie', 'user-agent'] as const;

const asHeaders = (headers: IncomingHttpHeaders): Headers => {
  const passed = new Headers();
  for (const name of PASSED_ON) {
    const value = headers[name];
    if (value !== undefined) passed.set(name, value);
  }
  return passed;
};
