import { startTransition, useEffect, useState, useSyncExternalStore, type ComponentType } from 'react';
import { whenIdle } from '#web/app/when-idle.ts';
import type { FieldProps } from '#web/ticket/field-props.ts';
import { PlainField } from '#web/ticket/PlainField.tsx';

let Rich: ComponentType<FieldProps> | null = null;
let fetching: Promise<void> | null = null;
const listeners = new Set<() => void>();

/** Fetches formatting once; where that fails the plain field stays, and the next field asks again. */
function fetchRich(): void {
  fetching ??= whenIdle()
    .then(() => import('#web/ticket/RichField.tsx'))
    .then(
      ({ RichField }) => {
        Rich = RichField;
        for (const tell of listeners) tell();
      },
      () => {
        fetching = null;
      },
    );
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/**
 * The field to write in: plain at once, with formatting as soon as that is here and the desk has a moment, or is asked for
 * the field. Neither writing nor looking through tickets waits for it.
 */
export function WritingField(props: FieldProps) {
  const isHere = useSyncExternalStore(subscribe, () => Rich !== null);
  const [isCalm, setCalm] = useState(false);
  useEffect(() => {
    fetchRich();
    let isLeft = false;
    void whenIdle().then(() => isLeft || startTransition(() => setCalm(true)));
    return () => {
      isLeft = true;
    };
  }, []);
  return isHere && Rich !== null && (isCalm || props.asked > 0) ? <Rich {...props} /> : <PlainField {...props} />;
}
