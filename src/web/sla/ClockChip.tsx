import { Moon } from 'lucide-react';
import { useTick } from '#web/app/clock.ts';
import { t } from '#web/app/i18n.ts';
import { ClockShape } from '#web/sla/ClockShape.tsx';
import { faceSpoken, faceText } from '#web/sla/face-words.ts';
import type { Face } from '#web/sla/face.ts';

/**
 * A deadline as a chip. `face` is asked each second with the server's time; the chip renders again only when
 * what it says has changed. A face of null shows nothing.
 */
export function ClockChip({ face, stale = false }: { face: (now: number) => Face | null; stale?: boolean }) {
  const shown = useTick((now) => {
    const current = face(now);
    if (current === null) return null;
    const closed = current.isClosed ? 'closed' : '';
    return [current.kind, current.state, faceText(current, now), spokenOf(current, now), closed].join('\n');
  });
  if (shown === null) return null;
  const [kind, state, text, spoken, closed] = shown.split('\n') as [
    Face['kind'],
    Face['state'],
    string,
    string,
    string,
  ];
  return (
    <span className="chip" data-state={state} role="timer" aria-label={spoken} title={spoken}>
      <ClockShape state={state} />
      <abbr aria-hidden="true">{t(`web.clock.letters.${kind}`)}</abbr>
      {closed !== '' && <Moon aria-hidden="true" strokeWidth={2.5} />}
      {stale && state !== 'met' ? t('web.clock.about', { length: text }) : text}
    </span>
  );
}

/** Readers are not told each second: below a minute the spoken words stand still. */
const spokenOf = (face: Face, now: number): string =>
  faceSpoken(face.ms !== null && Math.abs(face.ms) < 60_000 ? { ...face, ms: Math.sign(face.ms) * 59_000 } : face, now);
