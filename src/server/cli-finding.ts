/**
 * What the doctor found about one thing. Its words are `cli.doctor.<check>.<code>`, and what to do about it those of
 * the same key with `.do`.
 */
export type Finding = {
  check: string;
  /** `note`: worth knowing, nothing to do. */
  state: 'ok' | 'note' | 'warn' | 'bad';
  code: string;
  values?: Record<string, string | number>;
};
