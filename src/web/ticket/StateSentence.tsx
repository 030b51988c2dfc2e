import { Trans } from '@lingui/react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CLOCK_KINDS } from '#core/sla/policy.ts';
import type { Message, TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { list, moment, spokenDuration } from '#web/app/format.ts';
import { t, type MessageId } from '#web/app/i18n.ts';
import { liveEscalation, nextMoment, nextUp } from '#web/escalation/live-escalation.ts';
import { meQuery } from '#web/people/queries.ts';
import { firstName } from '#web/ticket/first-name.ts';
import { messagesQuery } from '#web/ticket/queries.ts';

const BOLD = { b: <b className="text-ink" /> };

/** Where the ticket stands, in one readable line: who waits, who answers for it, what comes next. */
export function StateSentence({ ticket }: { ticket: TicketDetail }) {
  const { data: newest } = useInfiniteQuery({
    ...messagesQuery(ticket.id),
    select: (data) => data.pages[0]?.items ?? [],
  });
  return (
    <p className="state-sentence">
      <Waiting ticket={ticket} messages={newest} /> <Responsible ticket={ticket} /> <Next ticket={ticket} />
    </p>
  );
}

/** A reply that left the house; one that waits, or that nobody received, is no answer. */
const isAnswer = ({ kind, delivery }: Message): boolean =>
  kind === 'reply' && (delivery === 'accepted' || delivery === null);

/** The first message that nobody has answered since the last reply; null when all is answered. */
function unansweredSince(messages: readonly Message[]): number | null {
  const answered = messages.findLastIndex(isAnswer);
  return messages.slice(answered + 1).find((one) => one.kind === 'message')?.at ?? null;
}

function Waiting({ ticket, messages }: { ticket: TicketDetail; messages: readonly Message[] | undefined }) {
  const name = firstName(ticket.requester.name);
  const over = ticket.status === 'solved' || ticket.status === 'closed' ? ticket.status : null;
  const waitsSince = messages === undefined || over !== null ? null : unansweredSince(messages);
  const answeredAt = messages?.findLast(isAnswer)?.at ?? null;
  const length = useTick((now) => spokenDuration(now - (waitsSince ?? answeredAt ?? now)));
  if (messages === undefined) return null;
  if (over !== null) return <Trans id={`web.state.${over}` satisfies MessageId} components={BOLD} />;
  if (waitsSince !== null) return <Trans id="web.state.waits" values={{ name, length }} components={BOLD} />;
  if (answeredAt !== null) return <Trans id="web.state.answered" values={{ name, length }} components={BOLD} />;
  return null;
}

function Responsible({ ticket }: { ticket: TicketDetail }) {
  const { data: me } = useQuery(meQuery);
  const { person, team, because } = ticket.responsible;
  if (ticket.status === 'closed') return null;
  if (person === null) return <Trans id="web.state.responsible.team" values={{ team: team.name }} components={BOLD} />;
  const values = { name: person.name };
  if (person.id === me?.id) {
    return (
      <Trans
        id={`web.state.responsible.me_${because === 'acknowledged' ? 'acknowledged' : 'assigned'}`}
        components={BOLD}
      />
    );
  }
  return (
    <Trans
      id={`web.state.responsible.${because === 'acknowledged' ? 'acknowledged' : 'assigned'}`}
      values={values}
      components={BOLD}
    />
  );
}

const isTarget = (next: TicketDetail['nextEvent']): next is NonNullable<typeof next> =>
  CLOCK_KINDS.some((kind) => kind === next?.kind);

function Next({ ticket }: { ticket: TicketDetail }) {
  const escalation = liveEscalation(ticket);
  // A target that is overdue stays the ticket's next event; what comes by itself is said here.
  const isOwed = useTick((now) => isTarget(ticket.nextEvent) && ticket.nextEvent.at < now);
  const next = isOwed ? nextMoment(escalation) : ticket.nextEvent;
  const at = useTick((now) => (next === null ? '' : moment(next.at, now)));
  if (next === null) return null;
  const up = escalation === null ? null : nextUp(escalation);
  return (
    <Trans
      id={`web.state.next.${next.kind}` satisfies MessageId}
      values={{
        at,
        name: firstName(ticket.requester.name),
        step: up?.name ?? '',
        people: list(up?.people ?? []),
        holder: escalation?.acknowledgedBy?.name ?? t('web.name.unknown'),
      }}
      components={BOLD}
    />
  );
}
