import type { Escalate } from '#contract/act.ts';
import { t } from '#web/app/i18n.ts';
import { Key } from '#web/ui/Key.tsx';

/** In the order of the digits that choose them. */
export const REASONS: readonly Escalate['reason'][] = [
  'skill',
  'authority',
  'asked_for_manager',
  'sla_at_risk',
  'threat_or_abuse',
  'repeat_contact',
];

interface Props {
  reason: Escalate['reason'] | null;
  isMissing: boolean;
  onPick: (reason: Escalate['reason']) => void;
}

/** Why it is escalated: one of six, by digit, arrow or pointer. */
export const ReasonOptions = ({ reason, isMissing, onPick }: Props) => (
  <fieldset className="escalate-row" aria-describedby={isMissing ? 'reason-missing' : undefined}>
    <legend className="sr-only">{t('web.escalate.why')}</legend>
    <span className="escalate-label" aria-hidden="true">
      {t('web.escalate.why')}
    </span>
    <span className="flex flex-wrap gap-2">
      {REASONS.map((one, index) => (
        <label key={one} className="option">
          <input
            type="radio"
            name="reason"
            className="sr-only"
            value={one}
            checked={reason === one}
            onChange={() => onPick(one)}
          />
          <Key name={String(index + 1)} />
          {t(`web.escalate.reason.${one}`)}
        </label>
      ))}
      {isMissing && (
        <span id="reason-missing" role="alert" className="w-full text-12 text-critical">
          {t('web.escalate.why_missing')}
        </span>
      )}
    </span>
  </fieldset>
);
