import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCommandIds, useAct, useTakeBack } from '#web/ticket/use-act.ts';
import type { Act } from '#web/ticket/perform.ts';
import { t, type MessageId } from '#web/app/i18n.ts';
import { Button } from '#web/ui/Button.tsx';

interface LineProps {
  icon: LucideIcon;
  label: string;
  /** Something is asked of the reader. */
  isAsked?: boolean;
  text: string;
  children: ReactNode;
}

/** One thing that is under way on a ticket, and what the reader may do about it. */
export const MatterLine = ({ icon: Icon, label, isAsked = false, text, children }: LineProps) => (
  <li className="strip" data-asked={isAsked || undefined} aria-label={label}>
    <Icon className="icon mt-[2px]" aria-hidden="true" />
    <p className="strip-text" data-whole>
      {text}
    </p>
    {children}
  </li>
);

interface PressProps {
  ticketId: number;
  act: Act;
  /** Why not, as the server says; it is there only while it may be done. */
  may: string | null;
  words: MessageId;
  isMain?: boolean;
  /** What is said afterwards, and the act that takes it back. */
  undo?: { done: string; back: Act };
}

/** An act that a press does. */
export function Press({ ticketId, act, may, words, isMain = false, undo }: PressProps) {
  const mutation = useAct(ticketId);
  const offerBack = useTakeBack(ticketId);
  const ids = useCommandIds();
  if (may !== null) return null;
  const run = (): void => {
    if (mutation.isPending) return;
    mutation.mutate(
      { act, commandId: ids.idFor(JSON.stringify(act)) },
      {
        onSuccess: (what) => undo !== undefined && what !== 'waits' && offerBack(undo.done, undo.back),
        onSettled: (_detail, error) => ids.decided(error),
      },
    );
  };
  return (
    <Button kind={isMain ? 'primary' : undefined} aria-busy={mutation.isPending} onClick={run}>
      {t(words)}
    </Button>
  );
}
