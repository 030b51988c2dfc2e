import { useQuery } from '@tanstack/react-query';
import { Bell, Check, Hand } from 'lucide-react';
import type { EscalationView, TicketDetail } from '#contract/ticket.ts';
import { useKeys } from '#web/app/keys/keys.ts';
import { useTick } from '#web/app/clock.ts';
import { list, moment, spokenDuration } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { liveEscalation, reasonWords } from '#web/escalation/live-escalation.ts';
import { meQuery } from '#web/people/queries.ts';
import { once, useAct } from '#web/ticket/use-act.ts';
import { Button } from '#web/ui/Button.tsx';

/** What the escalation asks of this person: to take it, to confirm that they still hold it, or nothing. */
export function AcknowledgeStrip({ ticket }: { ticket: TicketDetail }) {
  const escalation = liveEscalation(ticket);
  return escalation === null ? null : <Strip ticket={ticket} escalation={escalation} />;
}

function Strip({ ticket, escalation }: { ticket: TicketDetail; escalation: EscalationView }) {
  const { data: me } = useQuery(meQuery);
  const act = useAct(ticket.id);
  const isHeld = escalation.status === 'acknowledged';
  const isMine = isHeld && escalation.acknowledgedBy?.id === me?.id;
  const isAsked = escalation.told.some((one) => one.id === me?.id);
  const isFree = isHeld ? isMine && ticket.may.confirm === null : ticket.may.acknowledge === null;
  const take = (): void => act.mutate(once({ type: 'acknowledge', escalationId: escalation.id }));
  useKeys([
    {
      id: 'ticket.acknowledge',
      title: isHeld ? 'web.key.confirm' : 'web.key.acknowledge',
      keys: ['t'],
      scope: 'ticket',
      when: () => isFree && !act.isPending,
      run: take,
    },
  ]);
  const text = useTick((now) => words(escalation, { isMine, isAsked }, now));
  const Icon = isHeld ? Hand : Bell;
  return (
    <div
      className="strip"
      data-asked={(isAsked && !isHeld) || undefined}
      role="region"
      aria-label={t('web.strip.label')}
    >
      <Icon className="icon mt-[2px]" aria-hidden="true" />
      <p className="min-w-0 flex-1 text-13 text-pretty">{text}</p>
      {isFree && (
        <Button
          kind={isHeld && !escalation.reminded ? undefined : 'primary'}
          shortcut="t"
          aria-busy={act.isPending}
          onClick={take}
        >
          <Check className="icon" aria-hidden="true" />
          {t(isHeld ? 'web.act.confirm' : 'web.act.acknowledge')}
        </Button>
      )}
    </div>
  );
}

function words(escalation: EscalationView, whose: { isMine: boolean; isAsked: boolean }, now: number): string {
  if (escalation.status === 'acknowledged') {
    const at = moment(escalation.confirmBy ?? now, now);
    const name = escalation.acknowledgedBy?.name ?? t('web.name.unknown');
    if (!whose.isMine) return t('web.strip.held', { name, at });
    return t(escalation.reminded ? 'web.strip.confirm' : 'web.strip.mine', { at });
  }
  const because = reasonWords(escalation, now);
  const left = escalation.nextAt === null ? 0 : Math.max(0, escalation.nextAt - now);
  const values = {
    because,
    step: (escalation.stepIndex ?? 0) + 1,
    count: escalation.steps.length,
    names: list(escalation.told.map((one) => one.name)),
    left: spokenDuration(left),
  };
  if (escalation.status === 'last_resort') {
    return t(whose.isAsked ? 'web.strip.called_last' : 'web.strip.others_last', values);
  }
  return t(whose.isAsked ? 'web.strip.called' : 'web.strip.others', values);
}
