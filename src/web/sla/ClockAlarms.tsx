import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTick } from '#web/app/clock.ts';
import { t } from '#web/app/i18n.ts';
import { alarms } from '#web/sla/announce.ts';
import { useAnnouncing } from '#web/sla/announce-setting.ts';
import { rowFace, type FaceState } from '#web/sla/face.ts';
import { nearestQuery } from '#web/ticket/use-counts.ts';

/** Tells readers of own tickets whose clock turns critical (when they pause) or is over (at once). */
export const ClockAlarms = () => (useAnnouncing() ? <Alarms /> : null);

function Alarms() {
  const { data } = useQuery(nearestQuery);
  const seen = useRef<ReadonlyMap<number, FaceState>>(new Map());
  const [told, setTold] = useState({ critical: '', over: '' });
  const rows = data?.items ?? [];
  const faces = (now: number) =>
    rows.flatMap((row) => {
      const state = rowFace(row, data?.now ?? now, now)?.state;
      return state === undefined ? [] : [{ number: row.number, state }];
    });
  const states = useTick((now) => JSON.stringify(faces(now)));
  useEffect(() => {
    const now = JSON.parse(states) as ReturnType<typeof faces>;
    const found = alarms(seen.current, now);
    seen.current = new Map([...seen.current, ...now.map(({ number, state }) => [number, state] as const)]);
    if (found.length === 0) return;
    const words = (state: 'critical' | 'over'): string =>
      found
        .filter((one) => one.state === state)
        .map(({ number }) => t(`web.clock.alarm.${state}`, { number }))
        .join(' ');
    setTold({ critical: words('critical'), over: words('over') });
  }, [states]);
  return (
    <>
      <p className="sr-only" role="status">
        {told.critical}
      </p>
      <p className="sr-only" role="alert">
        {told.over}
      </p>
    </>
  );
}
