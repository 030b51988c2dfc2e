import type { Duration } from '#core/time.ts';

/** The result of `work`, or a rejection when it takes longer than `lengthMs`. */
export const withinTime = async <T>(work: Promise<T>, lengthMs: Duration): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${lengthMs} ms`)), lengthMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
