import fc from 'fast-check';
import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import { IVANA, LEA, MARKO, PETRA, SANJA } from './core.ts';
import { live, scripts } from './lives.ts';
import { rosterChanges } from './lives-roster.ts';

/** A whole life: what is done to a ticket, and what happens to the people meanwhile. */
export const lives = fc.record({ script: scripts, changes: rosterChanges });
export type Life = typeof lives extends fc.Arbitrary<infer Each> ? Each : never;

const NAMES = new Map<PersonId, string>([
  [PETRA, 'Petra'],
  [LEA, 'Lea'],
  [MARKO, 'Marko'],
  [IVANA, 'Ivana'],
  [SANJA, 'Sanja'],
]);
const wall = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Zagreb',
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const nameOf = (person: PersonId | undefined): string =>
  person === undefined ? 'a program' : (NAMES.get(person) ?? `person ${person}`);

/** What a life was, a line an act: when, who, what, and what came of it. */
export function tellLife({ script, changes }: Life): string {
  const { acts: _, opened, ...rest } = script;
  const lines = [`${wall.format(opened)}  opened, ${JSON.stringify(rest)}`];
  let index = 0;
  const happened = (now: Instant): string[] =>
    changes.flatMap((change) =>
      change.before === index ? `${wall.format(now)}  ${nameOf(change.personId)} ${change.what}` : [],
    );
  try {
    live(script, () => undefined, undefined, {
      changes,
      merges: true,
      heard(now, by, { type, ...fields }, decision) {
        lines.push(...happened(now));
        const came = decision.ok
          ? decision.events.map((event) => event.type).join(', ') || 'nothing'
          : decision.refusal;
        const more = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
        lines.push(`${wall.format(now)}  ${nameOf(by)}: ${type}${more} → ${came}`);
        index += 1;
      },
    });
  } catch (error) {
    lines.push(`and then it threw: ${String(error)}`);
  }
  return lines.join('\n');
}

/** Of a property over lives that failed: the shortest life in which it does, to be read. */
export function reportLife(details: fc.RunDetails<[Life]>): void {
  if (!details.failed) return;
  const [life] = details.counterexample ?? [];
  const why = details.errorInstance instanceof Error ? details.errorInstance.message : 'it does not hold';
  const again = `{ seed: ${details.seed}, path: '${details.counterexamplePath}' }`;
  throw new Error(`${why}\n\nin this life (${again}):\n${life === undefined ? '(none)' : tellLife(life)}`);
}
