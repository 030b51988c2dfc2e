import { chipDuration, durationIn, moment } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import type { Face } from '#web/sla/face.ts';

/** The chip's text: `8m 12s`, `−1h 05`, `since 10:20`, `13:58`. */
export function faceText(face: Face, now: number): string {
  if (face.ms !== null) {
    const length = chipDuration(face.ms, face.counted);
    return face.ms < 0 ? t('web.clock.over_by', { length }) : length;
  }
  if (face.at === null) return t('web.clock.no_due');
  if (face.kind === 'snooze') return t('web.clock.wakes', { at: moment(face.at, now) });
  if (face.kind === 'close') return t('web.clock.closes', { at: moment(face.at, now) });
  if (face.state === 'paused') return t('web.clock.since', { at: moment(face.at, now) });
  if (face.state === 'late') return t('web.clock.late_at', { at: moment(face.at, now) });
  return moment(face.at, now);
}

/** What a reader hears: kind, state and length in whole words. */
export function faceSpoken(face: Face, now: number): string {
  const kind = t(`web.clock.kind.${face.kind}`);
  const state = t(`web.clock.state.${face.state}`);
  const rest = face.ms === null ? faceText(face, now) : durationIn[face.counted](face.ms, 'long');
  return t(face.isClosed ? 'web.clock.spoken_closed' : 'web.clock.spoken', { kind, state, rest });
}
