import type { Path } from '#core/escalation/path.ts';
import { finding, type Finding, type FindingPlace } from '#core/lint/finding.ts';
import type { Matrix } from '#core/matrix/matrix.ts';
import { LANGUAGES, type Language } from '#core/ticket/ticket.ts';

type Names = Partial<Record<Language, string>>;

/**
 * Names that are said in some languages and not in others. The languages are those that anything at all is said in: a
 * company that translates nothing lacks nothing.
 */
export function lintTranslations(matrix: Matrix | null, paths: readonly Path[]): Finding[] {
  const named: { place: FindingPlace; what: string; names: Names }[] = [
    ...topicsOf(matrix).map(([topic, names]) => ({
      place: { kind: 'matrix' as const, name: matrix!.name, field: `topicNames.${topic}` },
      what: topic,
      names,
    })),
    ...paths.flatMap((path) =>
      path.steps.map((step, index) => ({
        place: { kind: 'path' as const, name: path.name, field: `steps.${index}.names` },
        what: step.name,
        names: step.names ?? {},
      })),
    ),
  ];
  const spoken = LANGUAGES.filter((language) => named.some(({ names }) => names[language] !== undefined));
  return named.flatMap(({ place, what, names }) => {
    const missing = spoken.filter((language) => names[language] === undefined);
    return missing.length === 0 ? [] : finding('missing_translation', place, { what, languages: missing.join(', ') });
  });
}

/** Topics that have names, and those that rows ask about. */
function topicsOf(matrix: Matrix | null): [string, Names][] {
  const asked = (matrix?.rows ?? []).flatMap(({ when }) =>
    (when.topics ?? []).map((topic): [string, Names] => [topic, {}]),
  );
  return Object.entries({ ...Object.fromEntries(asked), ...matrix?.topicNames });
}
