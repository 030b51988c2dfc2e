/**
 * Why Belay does not start: a condition the operator can change, not a bug.
 * `code` is stable (tests and documentation name it); `message` says what was found and what to do.
 */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal';
  readonly code: string;
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
