import type { VersionId } from '#core/ids.ts';
import type { IntakeRules } from '#core/intake/rules.ts';
import type { Matrix } from '#core/matrix/matrix.ts';

/** What is chosen for something new. What a ticket has already is read by the version it names, never from here. */
export interface ActiveConfig {
  /** null while nobody has published one: then a mailbox's own policy is taken. */
  matrix: Matrix | null;
  intakeRules: IntakeRules | null;
  /** The active version of a name. Throws when there is none: what is published names only what is there. */
  versionOf(kind: 'policy' | 'path' | 'calendar', name: string): VersionId;
}
