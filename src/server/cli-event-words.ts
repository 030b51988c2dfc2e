import { moneyWords } from '#contract/money.ts';
import { sayEvent } from '#contract/event-words.ts';
import type { Explanation } from '#contract/explanation.ts';
import type { LoggedEventView } from '#contract/ticket.ts';
import { lengthWords, type Moment } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';

/** One line of the log in the words the desk uses; an event that has none yet is named by its type. */
export const eventLine = (say: Say, logged: LoggedEventView, found: Explanation, moment: Moment): string => {
  const nameOf = (id: number | null): string =>
    found.log.people.find((each) => each.id === id)?.name ?? say('cli.nobody');
  return sayEvent(logged, {
    t: say,
    person: nameOf,
    ticket: (id) => {
      const other = found.log.tickets.find((each) => each.id === id);
      return other === undefined ? say('web.name.unknown_ticket') : say('web.name.ticket', { number: other.number });
    },
    team: (id) => found.teams.find((team) => team.id === id)?.name ?? say('cli.nobody'),
    step: (_escalationId, stepIndex) => stepWords(say, logged.seq, stepIndex, found),
    moment,
    length: (ms) => lengthWords(say.locale, ms),
    money: (amount) => moneyWords(say.locale, amount),
    list: (names) => new Intl.ListFormat(say.locale, { type: 'conjunction' }).format(names),
  });
};

/** With the step's own name, when the rule behind the event is told beside it. */
const stepWords = (say: Say, seq: number, stepIndex: number, { reasons }: Explanation): string => {
  const because = reasons.find((reason) => reason.seq === seq)?.because;
  const step = say('cli.step', { number: stepIndex + 1 });
  return because !== undefined && 'step' in because ? `${step}, ${because.step}` : step;
};
