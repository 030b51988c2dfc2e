import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { VERDICTS } from '#core/approval/approval.ts';
import type { ApprovalCommand } from '#core/approval/approval-command.ts';
import type { MessageId, TicketId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { Language } from '#core/ticket/ticket.ts';
import { findStaff, type StaffPerson } from '#server/people/store.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { askingPage, DECISION_HEADERS, sayingPage, type PageWords } from './decision-page.ts';
import { findLink, useLink, type Link } from './link-store.ts';

export type DecisionDeps = {
  db: Database;
  clock: Clock;
  words: PageWords;
  /** What a refusal is called, in a language. */
  problem: (language: string, code: string) => string;
  perform: (act: {
    ticketId: TicketId;
    actor: Extract<Actor, { kind: 'person' }>;
    commandId: string;
    command: (about: { messageId: MessageId | null }) => ApprovalCommand;
    words?: { kind: 'note'; text: string };
    also: (tx: Tx) => Promise<void>;
  }) => Promise<unknown>;
};

const params = z.object({ token: z.string().max(200) });
const body = z.object({ verdict: z.enum(VERDICTS), words: z.string().trim().max(4_000).default('') });
/** A form is short; more than this is none of ours. */
const FORM_BYTES = 32_768;

/**
 * Deciding by the link in a mail. Whoever has the link is the person it was sent to: no sign-in is asked for, and what
 * may be done with it is that one decision, once. Looking at it changes nothing, so that whatever reads mail beforehand
 * decides nothing.
 */
export const decisionRoutes = (app: Http, deps: DecisionDeps): void => {
  void app.register(async (scope: Http) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_BYTES },
      (_request, text, done) => done(null, Object.fromEntries(new URLSearchParams(String(text)))),
    );

    scope.get('/decide/:token', { config: { may: 'public' }, schema: { params } }, async (request, reply) => {
      const found = await lookUp(deps, request.params.token);
      const isOpen = found.link !== null && found.why === null;
      const text = isOpen ? askingPage(found.link!, found.language, deps.words) : saying(deps, found);
      return reply
        .status(isOpen ? 200 : 410)
        .headers(DECISION_HEADERS)
        .send(text);
    });

    scope.post('/decide/:token', { config: { may: 'public' }, schema: { params, body } }, async (request, reply) => {
      const found = await lookUp(deps, request.params.token);
      const answer = found.why === null ? await decide(deps, request.params.token, found, request.body) : null;
      return reply
        .status(answer?.status ?? 410)
        .headers(DECISION_HEADERS)
        .send(answer === null ? saying(deps, found) : sayingPage(found.language, deps.words, answer.text));
    });
  });
};

/** What a link leads to, and why it is good for nothing; `why: null` = it is good. */
type Found = { language: Language } & (
  | { link: Link; person: StaffPerson; why: null }
  | { link: Link | null; person: StaffPerson | null; why: 'unknown' | 'used' | 'expired' | 'over' }
);

const lookUp = async ({ db, clock }: DecisionDeps, token: string): Promise<Found> => {
  const link = await findLink(db, token, await clock.now(db));
  const person = link === null ? null : await findStaff(db, link.personId);
  if (link === null || person === null) return { language: 'en', link: null, person: null, why: 'unknown' };
  const { language } = person;
  if (link.isUsed) return { language, link, person, why: 'used' };
  if (!link.isAsked) return { language, link, person, why: 'over' };
  return link.isExpired ? { language, link, person, why: 'expired' } : { language, link, person, why: null };
};

const saying = ({ words }: DecisionDeps, { language, why }: Found): string =>
  sayingPage(language, words, words(language, `mail.approval.link_${why ?? 'unknown'}`));

const decide = async (
  { clock, words, problem, perform }: DecisionDeps,
  token: string,
  { link, person, language }: Extract<Found, { why: null }>,
  said: z.infer<typeof body>,
): Promise<{ status: number; text: string }> => {
  const { ticketId, approvalId } = link;
  try {
    await perform({
      ticketId,
      actor: {
        kind: 'person',
        personId: person.id,
        role: person.role,
        teamIds: person.teams.map(({ id }) => id),
        leadOf: person.teams.filter(({ leads }) => leads).map(({ id }) => id),
      },
      // the link itself is what counts once
      commandId: randomUUID(),
      ...(said.words === '' ? {} : { words: { kind: 'note', text: said.words } }),
      command: ({ messageId }) => ({ type: 'decide_approval', approvalId, verdict: said.verdict, messageId }),
      also: async (tx) => useLink(tx, token, await clock.now(tx)),
    });
    return { status: 200, text: words(language, `mail.approval.done_${said.verdict}`) };
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    return { status: error.status, text: problem(language, error.code) };
  }
};
