/** Runs one case of a parsed file: null when it behaves as expected, else what differs, in one line. */
export type Adapter<File = unknown, Case = unknown> = (file: File, testCase: Case) => string | null;

export const KINDS = ['business-time', 'sla-clocks', 'escalation-steps'] as const;
export type Kind = (typeof KINDS)[number];
