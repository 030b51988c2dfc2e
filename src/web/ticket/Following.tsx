import { useRouter } from '@tanstack/react-router';
import {
  memo,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useState,
  type ComponentType,
  type ReactNode,
} from 'react';
import { flushSync } from 'react-dom';
import type { TicketDetail } from '#contract/ticket.ts';
import { afterFrame } from '#web/app/after-frame.ts';
import { KeysCount, onUnanswered } from '#web/app/keys/keys.ts';
import { wantedTicket } from '#web/ticket/wanted-ticket.ts';

/** On the way to another ticket one is shown for a moment and no longer meant: its keys do not count. */
export function KeysOf({ id, children }: { id: number; children: ReactNode }) {
  const { history } = useRouter();
  const doKeysCount = useCallback(() => wantedTicket(history.location.pathname) === id, [history, id]);
  return <KeysCount value={doKeysCount}>{children}</KeysCount>;
}

/**
 * A part of the ticket's page that comes a frame after what one looks for first. Until then that of the ticket before stands
 * in its place, so that nothing jumps, and does nothing; a key for it brings it at once.
 */
export function Following({ ticket, show }: { ticket: TicketDetail; show: ComponentType<{ ticket: TicketDetail }> }) {
  const [led, setLed] = useState(ticket);
  const isHere = led.id === ticket.id;
  useEffect(() => {
    if (isHere) return undefined;
    return afterFrame(() => startTransition(() => setLed(ticket)));
  }, [isHere, ticket]);
  useLayoutEffect(() => (isHere ? undefined : onUnanswered(() => flushSync(() => setLed(ticket)))), [isHere, ticket]);
  const shown = isHere ? ticket : led;
  return (
    <div className="contents" inert={!isHere}>
      <KeysOf id={shown.id}>
        <Shown key={shown.id} ticket={shown} show={show} />
      </KeysOf>
    </div>
  );
}

const Shown = memo(function Shown({
  ticket,
  show: Show,
}: {
  ticket: TicketDetail;
  show: ComponentType<{ ticket: TicketDetail }>;
}) {
  return <Show ticket={ticket} />;
});
