import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import {
  mailboxConnection,
  mailboxTroubles,
  putMailboxConnection,
  triedConnection,
  type MailboxConnection,
  type PutMailboxConnection,
} from '#contract/mailbox-connection.ts';
import { LANGUAGES, type Language } from '#core/ticket/ticket.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import type { Seal } from '#server/platform/sealed.ts';
import {
  dropConnection,
  hasMailbox,
  putConnection,
  readConnection,
  readTroubles,
  secretPlace,
  type KeptConnection,
  type KeptServer,
} from './connection-store.ts';
import { tryConnection, type ToTry } from './connection-test.ts';
import type { MailWords } from './words.ts';

export type ConnectionDeps = {
  db: Database;
  clock: Clock;
  seal: Seal;
  words: MailWords;
};

const params = z.object({ id: idInUrl });
const URL = '/api/mailboxes/:id/connection';
const manage = { may: 'mailbox.manage' } as const;

/** What the caller reads. */
const languageOf = ({ language }: { language: string | null }): Language =>
  LANGUAGES.find((each) => each === language) ?? 'en';

/** How the servers of a mailbox are reached. Secrets go in and never come out. */
export const connectionRoutes = (app: Http, deps: ConnectionDeps): void => {
  const { db, clock } = deps;
  app.get('/api/mailboxes/troubles', { config: manage, schema: { response: { 200: mailboxTroubles } } }, async () => ({
    items: await readTroubles(db, await clock.now(db)),
  }));

  app.get(URL, { config: manage, schema: { params, response: { 200: mailboxConnection } } }, (request) =>
    show(deps, request.params.id, languageOf(request)),
  );

  app.put(
    URL,
    { config: manage, schema: { params, body: putMailboxConnection, response: { 200: mailboxConnection } } },
    async (request) => {
      const mailboxId = request.params.id;
      if (!(await hasMailbox(db, mailboxId))) throw notFound();
      await db.withTransaction(async (tx) => {
        const kept = await readConnection(tx, mailboxId);
        const to = settingsOf(deps, mailboxId, request.body, kept);
        await putConnection(tx, mailboxId, to, await clock.now(tx));
      });
      return show(deps, mailboxId, languageOf(request));
    },
  );

  app.delete(URL, { config: manage, schema: { params } }, async (request, reply) => {
    if (!(await dropConnection(db, request.params.id))) throw notFound();
    return reply.status(204).send();
  });

  app.post(
    `${URL}/test`,
    { config: manage, schema: { params, body: putMailboxConnection.nullish(), response: { 200: triedConnection } } },
    async (request) => {
      const mailboxId = request.params.id;
      if (!(await hasMailbox(db, mailboxId))) throw notFound();
      const kept = await readConnection(db, mailboxId);
      if (!request.body && kept === null) throw new HttpProblem(409, 'connection_missing');
      const to = request.body ? settingsOf(deps, mailboxId, request.body, kept) : kept!;
      return tryConnection(opened(deps, mailboxId, to), deps.words, languageOf(request));
    },
  );
};

const show = async (
  { db, words }: ConnectionDeps,
  mailboxId: number,
  language: Language,
): Promise<MailboxConnection> => {
  const kept = await readConnection(db, mailboxId);
  if (kept === null) throw notFound();
  const { imap, smtp, state, since, error, lastSeenAt } = kept;
  const shown = <Server extends KeptServer>({ sealed, ...server }: Server) => ({
    ...server,
    hasSecret: sealed !== null,
  });
  const errorWords = error === null ? null : words(language, `mail.trouble.${error}`);
  return {
    mailboxId,
    imap: imap === null ? null : shown(imap),
    smtp: smtp === null ? null : shown(smtp),
    state,
    since,
    error,
    errorWords,
    lastSeenAt,
  };
};

type Asked = { host: string; port: number; user: string | null; security: string; secret?: string | undefined };

/**
 * The sealed secret for settings that name none: the kept one, as long as it goes to the same user of the same server
 * and no less well protected. Otherwise an administrator could have it shown to a server of their own.
 */
const sealedFor = ({ seal }: ConnectionDeps, place: string, asked: Asked, kept: KeptServer | null): string | null => {
  if (asked.user === null) return null;
  if (asked.secret !== undefined) return seal.seal(asked.secret, place);
  const same = (['host', 'port', 'user', 'security'] as const).every((name) => kept?.[name] === asked[name]);
  if (!same || kept === null || kept.sealed === null) {
    throw new HttpProblem(422, 'secret_needed', { errors: [{ path: 'secret', code: 'secret_needed' }] });
  }
  return kept.sealed;
};

const settingsOf = (
  deps: ConnectionDeps,
  mailboxId: number,
  { imap, smtp }: PutMailboxConnection,
  kept: KeptConnection | null,
): Pick<KeptConnection, 'imap' | 'smtp'> => {
  const sealed = <Server extends Asked>(kind: 'imap' | 'smtp', { secret, ...server }: Server) => ({
    ...server,
    sealed: sealedFor(deps, secretPlace(mailboxId, kind), { ...server, secret }, kept?.[kind] ?? null),
  });
  return { imap: imap === null ? null : sealed('imap', imap), smtp: smtp === null ? null : sealed('smtp', smtp) };
};

const opened = (
  { seal }: ConnectionDeps,
  mailboxId: number,
  { imap, smtp }: Pick<KeptConnection, 'imap' | 'smtp'>,
): ToTry => {
  const withSecret = <Server extends KeptServer>(server: Server, kind: 'imap' | 'smtp') => {
    const secret = server.sealed === null ? '' : seal.open(server.sealed, secretPlace(mailboxId, kind));
    return secret === null ? ('secret_unreadable' as const) : { ...server, secret };
  };
  return {
    imap: imap === null ? null : withSecret(imap, 'imap'),
    smtp: smtp === null ? null : withSecret(smtp, 'smtp'),
  };
};
