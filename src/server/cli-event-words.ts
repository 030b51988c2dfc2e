import type { Explanation } from '#contract/explanation.ts';
import type { LoggedEventView } from '#contract/ticket.ts';
import type { Moment } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';

type Body = Record<string, unknown>;

/** One line of the log in the words the desk uses; an event that has none yet is named by its type. */
export const eventLine = (say: Say, { type, body }: LoggedEventView, found: Explanation, moment: Moment): string => {
  const key = keyOf(say, type, body);
  return key === null ? say('web.event.unknown', { type }) : say(key, valuesOf(say, body, found, moment));
};

/** The first key that there are words for: by type and what the body tells apart, then by type alone. */
const keyOf = (say: Say, type: string, body: Body): string | null => {
  const short = type.replace(/^ticket_/, '');
  const why = body['why'];
  const marks = [
    type === 'message_received' && body['kind'] !== 'message' ? `received_${String(body['kind'])}` : null,
    type === 'assigned' && body['assigneeId'] === null ? 'unassigned' : null,
    type === 'plan_changed' && (body['matched'] as Body)['rowId'] === null ? 'plan_changed_otherwise' : null,
    type === 'clock_resumed' && typeof body['dueAt'] === 'number' ? 'clock_resumed_due' : null,
    type === 'clock_started' && (body['clock'] as Body)['state'] === 'paused' ? 'clock_started_paused' : null,
    `${type}.${typeof why === 'object' && why !== null ? String((why as Body)['code']) : String(why)}`,
    `${type}.${String(body['outcome'])}`,
    `${short}.${String(body['closedAs'])}`,
    type,
  ];
  const keys = marks.filter((mark) => mark !== null).map((mark) => `web.event.${mark}`);
  return keys.find((key) => say.has(key)) ?? null;
};

/** Everything the desk's words about an event may name. */
const valuesOf = (say: Say, body: Body, found: Explanation, moment: Moment): Record<string, string | number> => {
  const person = (id: unknown): string => found.log.people.find((each) => each.id === id)?.name ?? say('cli.nobody');
  const first = (...names: string[]): unknown =>
    names.map((name) => body[name]).find((value) => typeof value === 'number');
  const at =
    first('confirmBy', 'breachedAt', 'expiresAt', 'dueAt', 'lookAgainAt', 'nextAt') ??
    (body['clock'] as Body | undefined)?.['dueAt'];
  const why = body['why'] as Body | undefined;
  return {
    name: person(first('assigneeId', 'by', 'authorId', 'requesterId', 'personId')),
    by: person(body['by']),
    to: body['to'] === undefined ? '' : statusWords(say, body['to'], person),
    team: found.responsible.team.name,
    at: typeof at === 'number' ? moment(at) : '',
    names: Array.isArray(body['told']) ? body['told'].map(person).join(', ') : '',
    step: say('cli.step', { number: Number(body['stepIndex'] ?? 0) + 1 }),
    percent: Number(body['percent'] ?? 0),
    count: Number(why?.['openTickets'] ?? 0),
    because: becauseWords(say, body['trigger'] as Body | undefined, person, moment),
    reason: reasonWords(say, body['reason']),
    row: (body['matched'] as { rowId: string | null } | undefined)?.rowId ?? '',
    ...scalars(body),
  };
};

const statusWords = (say: Say, to: unknown, person: (id: unknown) => string): string =>
  typeof to === 'number'
    ? person(to)
    : say.has(`web.status.${String(to)}`)
      ? say(`web.status.${String(to)}`)
      : String(to);

const reasonWords = (say: Say, reason: unknown): string => {
  if (typeof reason !== 'string') return '';
  return say.has(`web.reason.${reason}`) ? say(`web.reason.${reason}`) : reason;
};

const becauseWords = (say: Say, trigger: Body | undefined, person: (id: unknown) => string, moment: Moment): string => {
  if (trigger === undefined) return '';
  return trigger['type'] === 'breach'
    ? say('web.event.because.breach', { at: moment(Number(trigger['breachedAt'])) })
    : say('web.event.because.request', { name: person(trigger['by']), reason: reasonWords(say, trigger['reason']) });
};

/** What else an event says plainly, for words that name it as it is. */
const scalars = (body: Body): Record<string, string> =>
  Object.fromEntries(
    ['code', 'severity', 'topic', 'from', 'tag', 'type']
      .filter((name) => typeof body[name] === 'string')
      .map((name) => [name, String(body[name])]),
  );
