import { lazy, Suspense } from 'react';
import type { FieldProps } from '#web/ticket/field-props.ts';
import { PlainField } from '#web/ticket/PlainField.tsx';

const IDLE_WITHIN_MS = 1_500;

/** When the desk has nothing else to do, or soon. */
const whenIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if (globalThis.requestIdleCallback === undefined) resolve();
    else requestIdleCallback(() => resolve(), { timeout: IDLE_WITHIN_MS });
  });

/** Where formatting cannot be fetched the plain field stays. */
const RichField = lazy(() =>
  whenIdle()
    .then(() => import('#web/ticket/RichField.tsx'))
    .then(
      (module) => ({ default: module.RichField }),
      () => ({ default: PlainField }),
    ),
);

/** The field to write in: plain at once, with formatting as soon as that is here. Writing never waits for it. */
export const WritingField = (props: FieldProps) => (
  <Suspense fallback={<PlainField {...props} />}>
    <RichField {...props} />
  </Suspense>
);
