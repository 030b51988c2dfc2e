import { z } from 'zod';
import * as act from '#contract/act.ts';
import * as apiKey from '#contract/api-key.ts';
import * as bulk from '#contract/bulk.ts';
import * as common from '#contract/common.ts';
import * as config from '#contract/config.ts';
import * as createTicket from '#contract/create-ticket.ts';
import * as explanation from '#contract/explanation.ts';
import * as hours from '#contract/hours.ts';
import * as list from '#contract/list.ts';
import * as mail from '#contract/mail.ts';
import * as mailbox from '#contract/mailbox.ts';
import * as connection from '#contract/mailbox-connection.ts';
import * as me from '#contract/me.ts';
import * as notice from '#contract/notice.ts';
import * as people from '#contract/people.ts';
import * as presence from '#contract/presence.ts';
import * as problem from '#contract/problem.ts';
import * as search from '#contract/search.ts';
import * as session from '#contract/session.ts';
import * as ticket from '#contract/ticket.ts';
import * as upload from '#contract/upload.ts';
import { SCOPES } from '#core/people/scopes.ts';
import { agentWords } from '#server/agent/api-words.ts';
import { approvalWords } from '#server/approval/api-words.ts';
import { mailWords } from '#server/channels/email/api-words.ts';
import { questionWords } from '#server/question/api-words.ts';
import { escalationWords } from '#server/escalation/api-words.ts';
import { peopleWords } from '#server/people/api-words.ts';
import { scopeOf, type DeclaredRoute } from '#server/people/guard.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { registerOpenApi, type RouteAccess } from '#server/platform/http/openapi/register.ts';
import type { ApiWords } from '#server/platform/http/openapi/words.ts';
import { signalWords } from '#server/signal/api-words.ts';
import { simulationWords } from '#server/simulate/api-words.ts';
import { configWords } from '#server/sla/api-words.ts';
import { ticketActWords } from '#server/ticket/api-words-acts.ts';
import { ticketWords } from '#server/ticket/api-words.ts';

const CONTRACTS = [
  act,
  apiKey,
  bulk,
  common,
  config,
  createTicket,
  explanation,
  hours,
  list,
  mail,
  mailbox,
  connection,
  me,
  notice,
  people,
  presence,
  problem,
  search,
  session,
  ticket,
  upload,
];

/** What a request's head is made of is written out where it is used. */
const INLINE = /(?:Query|Headers)$|^(?:id|idInUrl|tag|configName|timeZone)$/;

/** Everything the contract names, under the name a client knows it by. */
const contractSchemas = (): Map<string, z.ZodType> => {
  const named = new Map<string, z.ZodType>();
  for (const [name, schema] of CONTRACTS.flatMap((contract) => Object.entries(contract))) {
    if (!(schema instanceof z.ZodType) || INLINE.test(name)) continue;
    const known = `${name[0]!.toUpperCase()}${name.slice(1)}`;
    if (named.has(known) && named.get(known) !== schema) throw new Error(`two schemas are called ${known}`);
    named.set(known, schema);
  }
  return named;
};

/** Every route that is part of the API, in words. */
export const apiWords: ApiWords = {
  ...ticketWords,
  ...ticketActWords,
  ...escalationWords,
  ...approvalWords,
  ...signalWords,
  ...peopleWords,
  ...agentWords,
  ...configWords,
  ...simulationWords,
  ...mailWords,
  ...questionWords,
};

const INTRODUCTION = `Everything the desk does can be done by a program.

**Keys.** Make one under \`POST /api/api-keys\` or with \`npx belay api-key create\`, and send it as
\`Authorization: Bearer belay_…\`. A key stands for a person and is limited by scopes.

**Moments** are whole milliseconds since 1970 UTC, lengths of time milliseconds.

**Pages.** Give \`nextCursor\` of one page as \`cursor\` of the next, until it is null. A cursor is opaque.

**Problems** are \`application/problem+json\` (RFC 9457): \`code\` is stable, \`title\` is in the caller's language.

**Once only.** \`POST /api/tickets\` takes an \`Idempotency-Key\`; every act on a ticket a \`commandId\` in its body. The
same one again changes nothing and answers what came of the first.

What a caller may not see is not there: 404.`;

const ABOUT = {
  Instant: 'A moment: whole milliseconds since 1970 UTC.',
  Severity: 'How bad it is: S1 is the worst.',
  Clock: 'A running promise. `remainingMs` is business time, negative when it is over.',
  NextEvent: 'What happens to the ticket next, unless somebody acts.',
  Escalation: 'A ticket being raised: the steps of its path, who was told, and who took it.',
  May: 'By act: null when the caller may do it now, else the code of why not.',
  Problem: 'Why a request was refused (RFC 9457). Decide by `code`; `title` is for people.',
  EventPage: 'The log, oldest first. `people` says who the numbers in the bodies are.',
};

const TAGS = [
  { name: 'Tickets', description: 'Open, find and read tickets.' },
  { name: 'Acts', description: 'What is done to a ticket. Each answers the ticket as it is then.' },
  { name: 'Escalation', description: 'Raise a ticket, take it, give it back.' },
  { name: 'Question', description: 'Ask suppliers and other departments, in a side thread.' },
  { name: 'Approval', description: 'Ask others to allow something, and decide what was asked.' },
  { name: 'Live', description: 'What changes, as it changes.' },
  { name: 'People', description: 'Colleagues, programs, teams and requesters.' },
  { name: 'Routing', description: 'Who is there, what is offered to whom, and queues.' },
  { name: 'Me', description: 'Whoever asks.' },
  { name: 'API keys', description: 'By which programs act for a person.' },
  { name: 'Configuration', description: 'Calendars, SLA policies and escalation paths.' },
  { name: 'Mailboxes', description: 'Where mail comes in.' },
  { name: 'Operating', description: 'Whether Belay is well.' },
];

/** Describes every route of the API that is declared from now on. */
export const describeApi = (
  app: Http,
  { version, declared }: { version: string; declared: readonly DeclaredRoute[] },
): Promise<void> =>
  registerOpenApi(app, {
    title: 'Belay API',
    version,
    introduction: INTRODUCTION,
    scopes: SCOPES,
    tags: TAGS,
    words: apiWords,
    schemas: contractSchemas(),
    about: ABOUT,
    declared,
    accessOf: ({ may }): RouteAccess => {
      if (may === 'public') return 'public';
      const scope = scopeOf(may);
      return scope === null ? 'session' : { scope };
    },
  });
