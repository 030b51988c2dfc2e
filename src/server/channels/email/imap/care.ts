/** A message that broke so many sessions while it was read is put up with as it is. */
const MOST_FAILURES = 5;

/**
 * Remembers from one session to the next which message it was that broke the last ones, so that one message cannot keep
 * all others waiting: after a failure messages are read one by one, and the one that fails time and again is given up.
 */
export class Care {
  private reading: readonly number[] = [];
  private careful = false;
  private readonly failures = new Map<number, { count: number; why: string }>();

  isCareful(): boolean {
    return this.careful;
  }

  /** Why a message is given up; null while it is not. */
  givenUp(uid: number): string | null {
    const found = this.failures.get(uid);
    return found !== undefined && found.count >= MOST_FAILURES ? found.why : null;
  }

  beginReading(uids: readonly number[]): void {
    this.reading = uids;
  }

  endReading(): void {
    for (const uid of this.reading) this.failures.delete(uid);
    this.reading = [];
    if (this.failures.size === 0) this.careful = false;
  }

  /** The session broke. */
  failed(why: string): void {
    if (this.reading.length === 0) return;
    this.careful = true;
    const [only] = this.reading;
    if (this.reading.length === 1 && only !== undefined) {
      this.failures.set(only, { count: (this.failures.get(only)?.count ?? 0) + 1, why });
    }
    this.reading = [];
  }
}
