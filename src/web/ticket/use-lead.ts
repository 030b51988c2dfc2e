import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { serverNow } from '#web/app/clock.ts';

/** Moves closer together than this are one run: a key that is held, or pressed as fast as one can. */
const RUN_MS = 250;
/** A run is over when no move has come for so long. */
const REST_MS = 150;

export interface Lead {
  /** Where a run has come to; what is there has not been opened. */
  led: number | null;
  lead: (id: number) => void;
}

/**
 * Leads from one to the next: a single move opens what it leads to at once, of a run only where it ends. Whatever is
 * pressed or clicked next ends the run first, so that it meets what the run led to.
 */
export function useLead(open: (id: number) => void): Lead {
  const [led, setLed] = useState<number | null>(null);
  const last = useRef({ key: '', movedAt: 0 });
  const end = useEffectEvent(() => {
    if (led === null) return;
    open(led);
    setLed(null);
  });
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key !== last.current.key) end();
      last.current.key = key;
    };
    const onPointer = (): void => end();
    addEventListener('keydown', onKey, { capture: true });
    addEventListener('pointerdown', onPointer, { capture: true });
    return () => {
      removeEventListener('keydown', onKey, { capture: true });
      removeEventListener('pointerdown', onPointer, { capture: true });
    };
  }, []);
  useEffect(() => {
    if (led === null) return undefined;
    const rest = setTimeout(() => end(), REST_MS);
    return () => clearTimeout(rest);
  }, [led]);
  return {
    led,
    lead: (id) => {
      const now = serverNow();
      const isRun = now - last.current.movedAt < RUN_MS;
      last.current.movedAt = now;
      if (isRun) setLed(id);
      else open(id);
    },
  };
}
