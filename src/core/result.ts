/** Why something cannot be done, as a code; words for it live in `locales/`. */
export interface Refusal<Code extends string = string> {
  ok: false;
  refusal: Code;
  /** Plain facts that the words may name, such as `{ at: 1764345600000 }`. */
  details?: Record<string, string | number>;
}

export function refuse<Code extends string>(code: Code, details?: Record<string, string | number>): Refusal<Code> {
  return details === undefined ? { ok: false, refusal: code } : { ok: false, refusal: code, details };
}

/** Names the case a switch forgot: the compiler refuses the call unless every case is handled. */
export function never(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
