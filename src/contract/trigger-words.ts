import type { Trigger } from '#core/escalation/escalation.ts';
import { kindOf, type ClockKey } from '#core/sla/policy.ts';
import type { Instant } from '#core/time.ts';
import type { Teller } from './teller.ts';

/** What a clock is called; the id that tells apart two of a kind stands behind it. */
export const clockName = (key: ClockKey, n: Teller): string => {
  const [, id] = key.split(':');
  const kind = n.t(`web.clock.kind.${kindOf(key)}`);
  return id === undefined ? kind : `${kind} (${id})`;
};

/** Why a ticket was raised, told at `at`. */
export const because = (trigger: Trigger, n: Teller, at: Instant): string => {
  switch (trigger.type) {
    case 'breach':
      return n.t('web.event.because.breach', {
        at: n.moment(trigger.breachedAt, at),
        clock: clockName(trigger.clock, n),
      });
    case 'signal':
      return n.t('web.event.because.signal', { kind: n.t(`web.signal.${trigger.kind}`) });
    case 'request':
      return askedBy(trigger, n);
  }
};

/** Who asked, why, and what whoever is called shall do, if that was said. */
const askedBy = ({ by, reason, need }: Extract<Trigger, { type: 'request' }>, n: Teller): string => {
  const asked = { name: n.person(by), reason: n.t(`web.reason.${reason}`) };
  if (need === undefined) return n.t('web.event.because.request', asked);
  return n.t('web.event.because.request_need', { ...asked, need: n.t(`web.need.${need}`) });
};
