import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Tabs } from 'radix-ui';
import { lazy, memo, Suspense, useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { afterFrame } from '#web/app/after-frame.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { forgetTicket, isForbidden } from '#web/app/offline/copies.ts';
import { AcknowledgeStrip } from '#web/escalation/AcknowledgeStrip.tsx';
import { OfferStrip } from '#web/routing/OfferStrip.tsx';
import { isAnyUnderWay } from '#web/ticket/is-any-under-way.ts';
import { useSeeNotices } from '#web/people/use-see-notices.ts';
import { ClockBar } from '#web/sla/ClockBar.tsx';
import { Composer } from '#web/ticket/Composer.tsx';
import { StoppedPrograms } from '#web/escalation/StoppedPrograms.tsx';
import { dropWords } from '#web/ticket/early-words.ts';
import { History } from '#web/ticket/History.tsx';
import { messagesQuery, ticketQuery } from '#web/ticket/queries.ts';
import { Following, KeysOf } from '#web/ticket/Following.tsx';
import { Contained } from '#web/ticket/Contained.tsx';
import { RelatedTab } from '#web/ticket/RelatedTab.tsx';
import { RequesterPanel } from '#web/ticket/RequesterPanel.tsx';
import { StateSentence } from '#web/ticket/StateSentence.tsx';
import { Thread } from '#web/ticket/Thread.tsx';
import { TicketHeader } from '#web/ticket/TicketHeader.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Key } from '#web/ui/Key.tsx';
import { Skeleton } from '#web/ui/Skeleton.tsx';
import { Unfold } from '#web/ui/Unfold.tsx';

const Ladder = lazy(() => import('#web/escalation/Ladder.tsx').then((part) => ({ default: part.Ladder })));
const UnderWay = lazy(() => import('#web/ticket/UnderWay.tsx').then((part) => ({ default: part.UnderWay })));

const NONE: { id: number; data?: TicketDetail | undefined } = { id: 0 };
/** So many messages are drawn within a frame also on a slow machine. */
const MOST_SHORT = 10;
/** Until then what was shown stays: most answers are here before anybody has seen that they were awaited. */
const SKELETON_MS = 150;
/** A page that nobody sees draws nothing, and is known by its name all the same. */
const TITLE_MS = 200;

/**
 * One ticket: where it stands, what was said, how it climbed, what happened. Drawing it may take longer than a frame, so it
 * is drawn when no key waits: whoever leads through the list sees each row marked at once. What is known and short comes
 * in the frame of the key: a second frame would take longer than drawing it.
 */
export function TicketPane() {
  const { ticketId = 0 } = useParams({ strict: false });
  const isShort = useIsShort(ticketId);
  const laterId = useDeferredValue(ticketId);
  const id = isShort ? ticketId : laterId;
  const { data, error, isError, refetch } = useQuery(ticketQuery(id));
  const wanted = useMemo(() => ({ id, data }), [id, data]);
  const later = useDeferredValue(wanted, NONE);
  const shown = isShort && later !== NONE ? wanted : later;
  useSeeNotices(id, data?.seq);
  useTitle(data?.subject);
  // What may not be seen any more goes at once, whatever is still known of it.
  const isAbsent = isError && (data === undefined || isForbidden(error));
  const ticket = useLastKnown(shown.data, shown.id);
  if (ticket !== null && !isAbsent) return <Ticket ticket={ticket} />;
  return (
    <section className="ticket-pane" aria-label={t('web.ticket.label')}>
      {isAbsent ? (
        <Absent ticketId={id} error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton rows={7} height={96} />
      )}
    </section>
  );
}

/** Names the page after the ticket, when that is drawn: the browser takes as long to hear its name as to lay out much of it. */
function useTitle(subject: string | undefined): void {
  useEffect(() => {
    const title = subject === undefined ? t('web.app.name') : t('web.title.ticket', { subject });
    return afterFrame(() => (document.title = title), TITLE_MS);
  }, [subject]);
  useEffect(
    () => () => {
      document.title = t('web.app.name');
    },
    [],
  );
}

/** Whether all of a ticket's thread is known and there is little of it. */
function useIsShort(id: number): boolean {
  const client = useQueryClient();
  const thread = client.getQueryData(messagesQuery(id).queryKey);
  const isKnown = client.getQueryData(ticketQuery(id).queryKey) !== undefined;
  const [newest] = thread?.pages ?? [];
  return isKnown && newest !== undefined && newest.nextCursor === null && newest.items.length <= MOST_SHORT;
}

/** What to show: the ticket, for a moment the one before it, null when it is time to say that something is awaited. */
function useLastKnown(data: TicketDetail | undefined, id: number): TicketDetail | null {
  const [known, setKnown] = useState(data);
  const [lateId, setLateId] = useState(0);
  if (data !== undefined && known !== data) setKnown(data);
  const isAwaited = data === undefined;
  useEffect(() => {
    if (!isAwaited) return undefined;
    const timer = setTimeout(() => setLateId(id), SKELETON_MS);
    return () => clearTimeout(timer);
  }, [isAwaited, id]);
  if (!isAwaited) return data;
  return lateId === id ? null : (known ?? null);
}

function Absent({ ticketId, error, retry }: { ticketId: number; error: unknown; retry: () => void }) {
  const client = useQueryClient();
  const isGone = isForbidden(error);
  useEffect(dropWords, []);
  useEffect(() => {
    if (isGone) void forgetTicket(client, ticketId);
  }, [client, ticketId, isGone]);
  return isGone ? (
    <EmptyState title={t('web.ticket.absent.title')} text={t('web.ticket.absent.text')} />
  ) : (
    <ErrorState what={t('web.error.what.ticket')} error={error} retry={retry} />
  );
}

const TABS = ['thread', 'ladder', 'history', 'related'] as const;
type Tab = (typeof TABS)[number];

const Ticket = memo(function Ticket({ ticket }: { ticket: TicketDetail }) {
  return (
    <KeysOf id={ticket.id}>
      <Parts ticket={ticket} />
    </KeysOf>
  );
});

function Parts({ ticket }: { ticket: TicketDetail }) {
  const { tab = 'thread' } = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = (next: Tab): void => {
    void navigate({
      to: '.',
      search: (before) => ({ ...before, tab: next === 'thread' ? undefined : next }),
      replace: true,
    });
  };
  useKeys([
    {
      id: 'ticket.ladder',
      title: 'web.key.ladder',
      keys: ['v'],
      scope: 'ticket',
      run: () => show(tab === 'ladder' ? 'thread' : 'ladder'),
    },
  ]);
  const { id } = ticket;
  return (
    <section className="ticket-pane" aria-labelledby="ticket-title">
      <Head ticket={ticket} />
      <AcknowledgeStrip key={id} ticket={ticket} />
      <OfferStrip key={`offer ${id}`} ticket={ticket} />
      {isAnyUnderWay(ticket) && (
        <Suspense fallback={null}>
          <UnderWay key={`under way ${id}`} ticket={ticket} />
        </Suspense>
      )}
      <div className="ticket-body">
        <Tabs.Root value={tab} onValueChange={(value) => show(value as Tab)} className="ticket-tabs">
          <TabNames />
          <Tabs.Content value="thread" className="ticket-tab" tabIndex={-1}>
            <Thread key={id} ticket={ticket} />
            <Following ticket={ticket} show={Composer} />
          </Tabs.Content>
          <Tabs.Content value="ladder" className="ticket-tab ticket-scroll">
            <Suspense fallback={<Skeleton rows={5} height={64} />}>
              <Ladder key={id} ticket={ticket} />
            </Suspense>
          </Tabs.Content>
          <Tabs.Content value="history" className="ticket-tab ticket-scroll">
            <History key={id} ticket={ticket} />
          </Tabs.Content>
          <Tabs.Content value="related" className="ticket-tab ticket-scroll">
            <RelatedTab key={id} ticket={ticket} />
          </Tabs.Content>
        </Tabs.Root>
        <Following ticket={ticket} show={SidePanel} />
      </div>
    </section>
  );
}

const TabNames = memo(function TabNames() {
  return (
    <Tabs.List className="tabs px-5" aria-label={t('web.ticket.tabs')}>
      {TABS.map((name) => (
        <Tabs.Trigger key={name} value={name}>
          {t(`web.tab.${name}`)}
          {name === 'ladder' && <Key name="v" />}
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  );
});

const SidePanel = ({ ticket }: { ticket: TicketDetail }) => (
  <Contained>
    <RequesterPanel ticket={ticket} />
  </Contained>
);

/** Where it stands; on a phone folded, so that the thread has the room. */
function Head({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <header className="ticket-head" data-open={isOpen || undefined}>
      <TicketHeader
        ticket={ticket}
        unfold={
          <Unfold
            className="head-unfold"
            label={t('web.ticket.unfold')}
            isOpen={isOpen}
            onToggle={() => setOpen(!isOpen)}
          />
        }
      />
      <ClockBar key={`clocks ${ticket.id}`} ticket={ticket} />
      <StateSentence ticket={ticket} />
      <StoppedPrograms key={`stopped ${ticket.id}`} ticket={ticket} />
    </header>
  );
}
