import { useInfiniteQuery } from '@tanstack/react-query';
import { Clock } from 'lucide-react';
import { useEffect } from 'react';
import type { Message, TicketDetail } from '#contract/ticket.ts';
import { serverNow, useTick } from '#web/app/clock.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { t } from '#web/app/i18n.ts';
import { htmlOfMessage, messagesQuery } from '#web/ticket/queries.ts';
import { firstName } from '#web/ticket/first-name.ts';
import { once, useAct } from '#web/ticket/use-act.ts';
import { deskOf } from '#web/ticket/use-draft.ts';
import { Button } from '#web/ui/Button.tsx';

interface Props {
  ticket: TicketDetail;
  meId: number;
  onUndone: () => void;
}

/** The reply that has not gone out yet, for as long as it can be taken back. */
export function Outbox({ ticket, meId, onUndone }: Props) {
  const { data: waiting } = useInfiniteQuery({
    ...messagesQuery(ticket.id),
    select: (data) =>
      data.pages[0]?.items.findLast((one) => one.kind === 'reply' && one.sendsAt !== null && one.author?.id === meId) ??
      null,
  });
  const isOpen = useTick((now) => (waiting?.sendsAt ?? 0) > now);
  useForgetSent(meId, ticket.id, waiting);
  if (waiting === undefined || waiting === null || !isOpen) return null;
  return <Waiting ticket={ticket} meId={meId} message={waiting} onUndone={onUndone} />;
}

function Waiting({ ticket, meId, message, onUndone }: Props & { message: Message }) {
  const act = useAct(ticket.id);
  const seconds = useTick((now) => Math.max(0, Math.ceil(((message.sendsAt ?? now) - now) / 1_000)));
  const undo = (): void =>
    act.mutate(once({ type: 'withdraw', messageId: message.id }), {
      onSuccess: () => {
        void putBack(meId, ticket.id, message).then(onUndone);
      },
    });
  useKeys([
    {
      id: 'ticket.undo_send',
      title: 'web.key.undo_send',
      keys: ['u'],
      scope: 'ticket',
      when: () => !act.isPending,
      run: undo,
    },
  ]);
  return (
    <div className="outbox" role="status">
      <Clock className="icon" aria-hidden="true" />
      <span className="me-auto">
        {t('web.outbox.sending', { name: firstName(ticket.requester.name) })}{' '}
        {/* The seconds are for the eye: read aloud each would drown everything else. */}
        <span className="num" aria-hidden="true">
          {t('web.outbox.in', { count: seconds })}
        </span>
      </span>
      <Button size="small" shortcut="u" aria-busy={act.isPending} onClick={undo}>
        {t('web.outbox.undo')}
      </Button>
    </div>
  );
}

const bare = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/**
 * What was sent comes back into the composer, above anything begun since. The files come from what this desk kept:
 * the server knows them by the message alone.
 */
async function putBack(meId: number, ticketId: number, message: Message): Promise<void> {
  const desk = deskOf(meId, ticketId);
  const sent = desk.read('sent');
  const text = message.fullText === '' ? message.text : message.fullText;
  if (bare(sent.text) === bare(text)) desk.add('reply', sent);
  else {
    const html = message.hasHtml ? await htmlOfMessage(message.id).catch(() => '') : '';
    desk.add('reply', { text, html, cc: message.cc.join(', '), files: [], promised: null });
  }
  desk.clear('sent');
}

/** Once nothing can be taken back any more, nothing is kept for it. */
function useForgetSent(meId: number, ticketId: number, waiting: Message | null | undefined): void {
  const endsAt = waiting === undefined ? null : (waiting?.sendsAt ?? 0);
  useEffect(() => {
    if (endsAt === null) return undefined;
    // A reply that was sent this moment may not be in the thread yet.
    const timer = setTimeout(() => deskOf(meId, ticketId).clear('sent'), Math.max(0, endsAt - serverNow()) + 60_000);
    return () => clearTimeout(timer);
  }, [meId, ticketId, endsAt]);
}
