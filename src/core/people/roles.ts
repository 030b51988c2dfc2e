import type { PersonId, TeamId } from '#core/ids.ts';

/** The nine roles of Belay, from the person who asks to the program that acts. */
export const ROLES = [
  'customer',
  'agent',
  'specialist',
  'approver',
  'lead',
  'escalation_manager',
  'executive',
  'admin',
  'bot',
] as const;
export type Role = (typeof ROLES)[number];

/** Who acts: a person with a role and teams, or Belay itself. With `byKey` it is a program that acts in their name. */
export type Actor =
  | { kind: 'person'; personId: PersonId; role: Role; teamIds: TeamId[]; leadOf: TeamId[]; byKey?: true }
  | { kind: 'system' };

export const SYSTEM: Actor = { kind: 'system' };
