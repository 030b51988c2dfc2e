import type { PersonRef } from '#contract/common.ts';

const TONES = ['a', 'b', 'c', 'd'] as const;

const initials = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.at(0) ?? '');
  return letters.join('').toLocaleUpperCase();
};

/** Two letters in a circle; a requester has a square, so that the sides of a thread are told apart. */
export const Avatar = ({ person, size = 28 }: { person: PersonRef; size?: 20 | 28 }) => (
  <span
    className="person"
    data-tone={person.role === 'customer' ? 'requester' : TONES[person.id % TONES.length]}
    data-size={size}
    title={size === 20 ? person.name : undefined}
    aria-hidden="true"
  >
    {initials(person.name)}
  </span>
);
