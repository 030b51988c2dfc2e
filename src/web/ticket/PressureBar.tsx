import { t } from '#web/app/i18n.ts';
import { ClockShape } from '#web/sla/ClockShape.tsx';
import { BANDS, type Band } from '#web/ticket/list-filter.ts';
import type { Pressure } from '#contract/list.ts';

const FACES = { over: 'over', '15m': 'critical', '1h': 'soon', today: 'ok', paused: 'paused' } as const;
const COUNTS = { over: 'over', '15m': 'in15m', '1h': 'in1h', today: 'today', paused: 'paused' } as const;

interface Props {
  pressure: Pressure | undefined;
  chosen: Band | undefined;
  onPick: (band: Band | undefined) => void;
}

/** How much is how near; each part narrows the list to itself, pressed again it lets go. */
export const PressureBar = ({ pressure, chosen, onPick }: Props) => (
  <div className="pressure" role="group" aria-label={t('web.pressure.label')}>
    {BANDS.map((band) => {
      const count = pressure?.[COUNTS[band]];
      return (
        <button
          key={band}
          type="button"
          className="pressure-part"
          data-state={FACES[band]}
          data-none={count === 0 || undefined}
          aria-pressed={chosen === band}
          title={t(`web.pressure.title.${band}`)}
          onClick={() => onPick(chosen === band ? undefined : band)}
        >
          <span className="flex items-center gap-1">
            <ClockShape state={FACES[band]} size={10} />
            <b className="num">{count === undefined ? '–' : t('web.rail.count', { count })}</b>
          </span>
          <span className="pressure-word cut">{t(`web.pressure.${band}`)}</span>
        </button>
      );
    })}
  </div>
);
