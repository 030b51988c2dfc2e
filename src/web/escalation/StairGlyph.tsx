import type { TicketRow } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';

const STEPS = [
  { d: 'M1 15h2', x: 3, y: 15 },
  { d: 'M1 15h5v-4h2', x: 8, y: 11 },
  { d: 'M1 15h5v-4h5v-4h2', x: 13, y: 7 },
  { d: 'M1 15h5v-4h5v-4h5v-4h2', x: 18, y: 3 },
] as const;

type Live = NonNullable<TicketRow['escalation']>;

/** Where on the stair of four the dot stands: on its tier without an escalation, at the top for the last resort. */
function place(tier: number, escalation: Live | null): (typeof STEPS)[number] {
  if (escalation === null) return STEPS[Math.min(tier, STEPS.length) - 1] ?? STEPS[0];
  if (escalation.status === 'last_resort') return STEPS[3];
  const reached = (escalation.stepIndex ?? 0) + 1;
  const level = Math.max(1, Math.ceil((reached / Math.max(1, escalation.stepCount)) * 3));
  return STEPS[level as 1 | 2 | 3] ?? STEPS[3];
}

const title = (tier: number, escalation: Live | null): string => {
  if (escalation === null) return t('web.step.not_escalated', { tier });
  return t('web.step.on_tier', { tier, step: climb(escalation) });
};

const climb = (escalation: Live): string => {
  if (escalation.status === 'last_resort') return t('web.step.last_resort');
  const values = { step: (escalation.stepIndex ?? 0) + 1, count: escalation.stepCount };
  return escalation.status === 'acknowledged' ? t('web.step.acknowledged', values) : t('web.step.climbing', values);
};

const label = (tier: number, escalation: Live | null): string => {
  if (escalation === null) return t('web.step.tier', { tier });
  if (escalation.status === 'last_resort') return t('web.step.last_resort_short');
  return t('web.step.short', { step: (escalation.stepIndex ?? 0) + 1, count: escalation.stepCount });
};

/** How far a ticket has climbed. A full dot is held by somebody; a hollow one still looks for a holder. */
export function StairGlyph({ tier, escalation }: { tier: number; escalation: Live | null }) {
  const at = place(tier, escalation);
  const isHeld = escalation === null || escalation.status === 'acknowledged';
  return (
    <span className="stair" title={title(tier, escalation)}>
      <svg
        viewBox="0 0 20 18"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
      >
        <path className="whole" d="M1 15h5v-4h5v-4h5v-4h3" />
        <path d={at.d} />
        <circle
          className={isHeld ? 'hold' : undefined}
          cx={at.x}
          cy={at.y}
          r="3"
          fill={isHeld ? undefined : 'var(--surface)'}
        />
      </svg>
      <span aria-hidden="true">{label(tier, escalation)}</span>
      <span className="sr-only">{title(tier, escalation)}</span>
    </span>
  );
}
