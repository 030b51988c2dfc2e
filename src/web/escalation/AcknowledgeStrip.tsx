import { useQuery } from '@tanstack/react-query';
import { Bell, Check, Hand, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { EscalationView, TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { useTick } from '#web/app/clock.ts';
import { t } from '#web/app/i18n.ts';
import { ReturnDialog } from '#web/escalation/GiveBackDialog.tsx';
import { liveEscalation } from '#web/escalation/live-escalation.ts';
import { stripWords, whose, type Asked } from '#web/escalation/strip-words.ts';
import { meQuery } from '#web/people/queries.ts';
import type { Act } from '#web/ticket/perform.ts';
import { once, useAct } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';
import { Unfold } from '#web/ui/Unfold.tsx';

/** What the escalation asks of this person: to take it, to confirm that they still hold it, to take it back, or nothing. */
export function AcknowledgeStrip({ ticket }: { ticket: TicketDetail }) {
  const escalation = liveEscalation(ticket);
  return escalation === null ? null : <Strip ticket={ticket} escalation={escalation} />;
}

/** The one act a key does here, and its words. */
function mainAct(ticket: TicketDetail, escalation: EscalationView, asked: Asked) {
  const { may } = ticket;
  const escalationId = escalation.id;
  if (asked.isOffered && may.acknowledge_hand_back === null) {
    const act: Act = { type: 'acknowledge_hand_back', escalationId };
    return { act, label: 'web.act.take_back', key: 'web.key.take_back', isUrgent: true } as const;
  }
  const act: Act = { type: 'acknowledge', escalationId };
  if (escalation.status === 'acknowledged') {
    if (!asked.isHolder || may.confirm !== null) return null;
    return { act, label: 'web.act.confirm', key: 'web.key.confirm', isUrgent: escalation.reminded } as const;
  }
  if (may.acknowledge !== null) return null;
  return { act, label: 'web.act.acknowledge', key: 'web.key.acknowledge', isUrgent: true } as const;
}

function Strip({ ticket, escalation }: { ticket: TicketDetail; escalation: EscalationView }) {
  const { data: me } = useQuery(meQuery);
  const act = useAct(ticket.id);
  const [isReturning, setReturning] = useState(false);
  const asked = whose(escalation, me?.id);
  const main = mainAct(ticket, escalation, asked);
  const mayReturn = ticket.may.return === null;
  const text = useTick((now) => stripWords(escalation, asked, now, ticket.approvals));
  const take = (): void => {
    if (main !== null) act.mutate(once(main.act));
  };
  useKeys([
    {
      id: main?.key === 'web.key.confirm' ? 'ticket.confirm' : 'ticket.acknowledge',
      title: main?.key ?? 'web.key.acknowledge',
      keys: ['t'],
      scope: 'ticket',
      when: () => main !== null && !act.isPending,
      run: take,
    },
    {
      id: 'ticket.return',
      title: 'web.key.return',
      keys: ['b'],
      scope: 'ticket',
      when: () => mayReturn,
      run: () => setReturning(true),
    },
  ]);
  const Icon = escalation.status === 'acknowledged' ? Hand : Bell;
  return (
    <div
      className="strip"
      data-asked={asked.isOffered || (asked.isTold && escalation.status !== 'acknowledged') || undefined}
      role="region"
      aria-label={t('web.strip.label')}
    >
      <Icon className="icon mt-[2px]" aria-hidden="true" />
      <Words text={text} />
      {main !== null && (
        <Button kind={main.isUrgent ? 'primary' : undefined} shortcut="t" aria-busy={act.isPending} onClick={take}>
          <Check className="icon" aria-hidden="true" />
          {t(main.label)}
        </Button>
      )}
      {mayReturn && (
        <Button shortcut="b" onClick={() => setReturning(true)}>
          <Undo2 className="icon" aria-hidden="true" />
          {t('web.act.return')}
        </Button>
      )}
      {isReturning && <Return ticketId={ticket.id} escalationId={escalation.id} onClose={() => setReturning(false)} />}
    </div>
  );
}

interface ReturnProps {
  ticketId: number;
  escalationId: number;
  onClose: () => void;
}

const Return = ({ escalationId, ...shared }: ReturnProps) => (
  <ReturnDialog {...shared} text={t('web.return.text')} act={(why) => ({ type: 'return', escalationId, ...why })} />
);

/** On a phone the sentence is one line until it is asked for. */
function Words({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  return (
    <>
      <p className="strip-text" data-whole={isWhole || undefined}>
        {text}
      </p>
      <Unfold
        className="strip-unfold"
        label={t('web.strip.unfold')}
        isOpen={isWhole}
        onToggle={() => setWhole(!isWhole)}
      />
    </>
  );
}
