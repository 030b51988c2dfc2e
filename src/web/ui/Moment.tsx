import { useTick } from '#web/app/clock.ts';
import { moment, momentInFull } from '#web/app/format.ts';

/** A moment, as short as can be, in full on hover; it grows its day by itself as time passes. */
export function Moment({ at, className }: { at: number; className?: string }) {
  const text = useTick((now) => moment(at, now));
  return (
    <time dateTime={new Date(at).toISOString()} title={momentInFull(at)} className={className}>
      {text}
    </time>
  );
}
