import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { afterFrame } from '#web/app/after-frame.ts';

/** Moves closer together than this are one run: a key that is held, or pressed as fast as one can. */
const RUN_MS = 250;
/**
 * A run is over when its last row has been on the screen for so long and no move has come: counted from the frame, since a
 * slow machine that opens what it was led past makes the next key wait for that.
 */
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
  const last = useRef({ key: '', pressedAt: 0, isHeld: false, movedAt: -RUN_MS });
  const end = useEffectEvent(() => {
    if (led === null) return;
    open(led);
    setLed(null);
  });
  useEffect(() => {
    const onKey = ({ key, repeat, timeStamp }: KeyboardEvent): void => {
      if (key !== last.current.key) end();
      last.current = { ...last.current, key, pressedAt: timeStamp, isHeld: repeat };
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
    let rest: ReturnType<typeof setTimeout> | undefined;
    const leave = afterFrame(() => {
      rest = setTimeout(() => end(), REST_MS);
    });
    return () => {
      leave();
      clearTimeout(rest);
    };
  }, [led]);
  return {
    led,
    lead: (id) => {
      const { pressedAt, isHeld, movedAt } = last.current;
      last.current.movedAt = pressedAt;
      if (isHeld || pressedAt - movedAt < RUN_MS) setLed(id);
      else open(id);
    },
  };
}
