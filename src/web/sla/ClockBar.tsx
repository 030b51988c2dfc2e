import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Clock, TicketDetail } from '#contract/ticket.ts';
import { serverNow, useTick } from '#web/app/clock.ts';
import { businessDuration, moment } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { useIsStale } from '#web/app/live.ts';
import { liveEscalation, nextMoment } from '#web/escalation/live-escalation.ts';
import { StepCard } from '#web/escalation/StepCard.tsx';
import { ClockCard } from '#web/sla/ClockCard.tsx';
import { ClockChip } from '#web/sla/ClockChip.tsx';
import { clockFace, timerFace } from '#web/sla/face.ts';

/** Every running deadline of a ticket with what it counts, and the step that comes unless somebody acts. */
export function ClockBar({ ticket }: { ticket: TicketDetail }) {
  useRestate(ticket);
  const isStale = useIsStale();
  const next = nextMoment(liveEscalation(ticket));
  return (
    <div className="clock-bar">
      {ticket.clocks.map((clock) => (
        <span key={clock.key} className="flex items-center gap-x-2">
          <ClockCard clock={clock} theirZone={ticket.requesterTimeZone}>
            <ClockChip face={(now) => clockFace(clock, ticket.now, now)} stale={isStale} />
          </ClockCard>
          <ClockDetail clock={clock} />
        </span>
      ))}
      <PromiseChip ticket={ticket} />
      {next !== null && (
        <StepCard ticket={ticket}>
          <ClockChip face={(now) => timerFace(next.kind, next.at, now)} stale={isStale} />
        </StepCard>
      )}
    </div>
  );
}

/** By when the customer was told that they hear; gone once they did, and over while a broken one is unanswered. */
function PromiseChip({ ticket: { promise } }: { ticket: TicketDetail }) {
  const isStale = useIsStale();
  const detail = useTick((now) =>
    promise === null
      ? ''
      : t('web.clock.detail.promise', {
          stage: t(`web.promise.stage.${promise.stage}`),
          at: moment(promise.dueAt, now),
        }),
  );
  if (promise === null || promise.state === 'kept' || promise.answeredAt !== null) return null;
  return (
    <span className="flex items-center gap-x-2">
      <ClockChip face={(now) => timerFace('promise', promise.dueAt, now)} stale={isStale} />
      <span className="clock-detail">{detail}</span>
    </span>
  );
}

/** Past a switch of business hours the server is asked again, rather than guessing the next one. */
function useRestate(ticket: TicketDetail): void {
  const client = useQueryClient();
  const switches = ticket.clocks.flatMap((clock) => clock.nextSwitchAt ?? []).filter((at) => at > ticket.now);
  const at = switches.length === 0 ? null : Math.min(...switches);
  useEffect(() => {
    if (at === null) return undefined;
    const waitMs = Math.min(Math.max(0, at - serverNow()) + 1_000, 24 * 3_600_000);
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey: ['ticket', ticket.id] }), waitMs);
    return () => clearTimeout(timer);
  }, [at, ticket.id, client]);
}

/** What the chip leaves out: the moment it is due, of how much, in which hours. */
function ClockDetail({ clock }: { clock: Clock }) {
  const text = useTick((now) => {
    if (clock.state === 'stopped') return t('web.clock.detail.stopped', { policy: clock.policy });
    if (clock.state === 'paused') return t('web.clock.detail.paused', { policy: clock.policy });
    if (clock.breachedAt !== null) {
      return t('web.clock.detail.missed', { at: moment(clock.breachedAt, now), calendar: clock.calendar });
    }
    if (clock.dueAt === null) return t('web.clock.detail.never', { calendar: clock.calendar });
    const due = moment(clock.dueAt, now);
    if (clock.counting || clock.nextSwitchAt === null) {
      return t('web.clock.detail.due', { due, calendar: clock.calendar });
    }
    return t('web.clock.detail.closed', { due, opens: moment(clock.nextSwitchAt, now), calendar: clock.calendar });
  });
  return (
    <span
      className="clock-detail"
      title={t('web.clock.detail.target', { length: businessDuration(clock.targetMs, 'long'), policy: clock.policy })}
    >
      {text}
    </span>
  );
}
