import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runBusinessTime } from '#test/conformance-adapters/business-time.ts';
import { runEscalationSteps } from '#test/conformance-adapters/escalation-steps.ts';
import { runSlaClocks } from '#test/conformance-adapters/sla-clocks.ts';
import { KINDS, type Adapter, type Kind } from '#test/conformance-adapters/conformance.ts';

/** A kind without an adapter is not supported yet: each of its cases counts as failed. */
const ADAPTERS: Partial<Record<Kind, Adapter>> = {
  'business-time': runBusinessTime as Adapter,
  'escalation-steps': runEscalationSteps as Adapter,
  'sla-clocks': runSlaClocks as Adapter,
};

export interface FileResult {
  file: string;
  passed: number;
  /** One line each: the case and what differs. */
  failures: string[];
}

/**
 * Runs every file of a folder whose name starts with a known kind, in order of name.
 * Throws when there is none, so that a mistyped path cannot pass.
 */
export function runFolder(folder: string): FileResult[] {
  const results = readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const kind = KINDS.find((known) => file.startsWith(known));
      return kind && statSync(join(folder, file)).isFile() ? [runFile(folder, file, kind)] : [];
    });
  if (results.length === 0) {
    throw new Error(`no conformance file in ${folder}: their names start with ${KINDS.join(', ')}`);
  }
  return results;
}

function runFile(folder: string, file: string, kind: Kind): FileResult {
  let cases: { id: string }[];
  let parsed: { cases: { id: string }[] };
  try {
    parsed = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    cases = parsed.cases;
    if (cases.length === 0) throw new Error('it holds no cases');
  } catch (error) {
    return { file, passed: 0, failures: [`cannot be run: ${String(error)}`] };
  }
  const failures = cases.flatMap((testCase) => {
    const failure = runCase(kind, parsed, testCase);
    return failure === null ? [] : [`${testCase.id}: ${failure}`];
  });
  return { file, passed: cases.length - failures.length, failures };
}

function runCase(kind: Kind, file: unknown, testCase: unknown): string | null {
  const adapter = ADAPTERS[kind];
  if (!adapter) return `${kind} is not supported yet`;
  try {
    return adapter(file, testCase);
  } catch (error) {
    return `threw ${String(error)}`;
  }
}
