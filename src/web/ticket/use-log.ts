import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { People } from '#contract/me.ts';
import type { EventPage, LoggedEventView, TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { onceOf } from '#web/app/once-of.ts';
import { peopleQuery } from '#web/people/queries.ts';
import type { Names } from '#web/ticket/event-words.ts';
import { eventsQuery } from '#web/ticket/queries.ts';

const MOST_PAGES = 20;
const NO_EVENTS: LoggedEventView[] = [];

/** Of a long thread they are thousands: not sorted again each time one comes back to it. */
const eventsOf = onceOf((pages: readonly EventPage[]) =>
  pages.flatMap((page) => page.items).toSorted((a, b) => a.seq - b.seq),
);

export interface Log {
  /** Oldest first. */
  events: LoggedEventView[];
  names: Names;
  isPending: boolean;
  error: unknown;
  refetch: () => void;
}

/** The ticket's whole log with the names its bodies speak of; a bounded number of pages. */
export function useLog(ticket: TicketDetail): Log {
  const log = useInfiniteQuery(eventsQuery(ticket.id));
  const { data: directory } = useQuery(peopleQuery);
  const { hasNextPage, isFetching, fetchNextPage } = log;
  const pages = log.data?.pages;
  const count = pages?.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetching && count < MOST_PAGES) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage, count]);

  const events = pages === undefined ? NO_EVENTS : eventsOf(pages);
  const names = useMemo(() => namesOf(ticket, directory, pages), [ticket, directory, pages]);
  return { events, names, isPending: log.isPending, error: log.error, refetch: () => void log.refetch() };
}

function namesOf(ticket: TicketDetail, directory: People | undefined, pages: readonly EventPage[] | undefined): Names {
  const people = new Map(
    [...(directory?.items ?? []), ticket.requester, ...(pages?.flatMap((page) => page.people) ?? [])].map((one) => [
      one.id,
      one.name,
    ]),
  );
  const teams = new Map([ticket.team, ...(directory?.teams ?? [])].map((team) => [team.id, team.name]));
  const numbers = new Map(pages?.flatMap((page) => page.tickets).map((one) => [one.id, one.number]));
  return {
    person: (id) => (id === null ? t('web.name.belay') : (people.get(id) ?? t('web.name.unknown'))),
    ticket: (id) => {
      const number = id === undefined ? undefined : numbers.get(id);
      return number === undefined ? t('web.name.unknown_ticket') : t('web.name.ticket', { number });
    },
    team: (id) => teams.get(id) ?? t('web.name.unknown_team'),
    step: (escalationId, stepIndex) => {
      const step = ticket.escalations.find((one) => one.id === escalationId)?.steps[stepIndex];
      return step === undefined
        ? t('web.step.number', { step: stepIndex + 1 })
        : t('web.step.named', { step: stepIndex + 1, name: step.name });
    },
  };
}
