const IDLE_WITHIN_MS = 1_500;

/** When the desk has nothing else to do, or soon. */
export const whenIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if (globalThis.requestIdleCallback === undefined) resolve();
    else requestIdleCallback(() => resolve(), { timeout: IDLE_WITHIN_MS });
  });
