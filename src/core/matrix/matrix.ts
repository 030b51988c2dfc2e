import type { VersionId } from '#core/ids.ts';
import type { Channel, Language, Severity } from '#core/ticket/ticket.ts';

/** What a row asks of a ticket; all that is named must hold, and of a list any one. What is left out fits everything. */
export interface MatrixConditions {
  topics?: string[];
  severities?: Severity[];
  channels?: Channel[];
  customerTiers?: string[];
  languages?: Language[];
  /** Whether the calendar of this name is open at the moment of choosing. */
  hours?: { calendar: string; state: 'open' | 'closed' };
}

/** What a row gives, by name: the versions active at the moment of choosing. */
export interface Plan {
  policy: string;
  /** Without it, the path that the policy names. */
  path?: string;
}

export interface MatrixRow {
  /** The operator's own name for it, unlike every other's of the matrix. */
  id: string;
  when: MatrixConditions;
  plan: Plan;
}

/** An immutable version of the escalation matrix: the first row that fits decides, and there is always one. */
export interface Matrix {
  kind: 'matrix';
  versionId: VersionId;
  name: string;
  rows: MatrixRow[];
  otherwise: Plan;
  /** What topics are called in the languages of the escalation document. */
  topicNames?: Record<string, Partial<Record<Language, string>>>;
}

/** A field of a ticket that a matrix may ask about. */
export type MatrixField = keyof MatrixConditions;

/** Which row decided and which of its conditions were looked at. */
export interface MatrixMatch {
  versionId: VersionId;
  /** null = nothing else fitted. */
  rowId: string | null;
  matched: MatrixField[];
}
