import type { VersionId } from '#core/ids.ts';
import type { ActiveConfig } from '#core/matrix/active-config.ts';
import type { Matrix, MatrixConditions, MatrixField, MatrixMatch, Plan } from '#core/matrix/matrix.ts';
import { isOpen } from '#core/sla/business-hours.ts';
import type { Calendar } from '#core/sla/policy.ts';
import type { Channel, Language, Severity } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** What the matrix asks about. */
export interface MatrixFacts {
  topic: string;
  severity: Severity;
  channel: Channel;
  language: Language;
  /** What the requester's organisation is to the company; null when that is not known. */
  customerTier: string | null;
  now: Instant;
}

/** What was chosen, and why. */
export interface ChosenPlan {
  policyVersionId: VersionId;
  /** null = the path that the policy names. */
  pathVersionId: VersionId | null;
  because: MatrixMatch;
}

/** Policy and path of the first row that fits; null when no matrix is published. Calendars are read from `calendars`. */
export function choosePlan(
  facts: MatrixFacts,
  active: ActiveConfig,
  calendars: { calendar(id: VersionId): Calendar },
): ChosenPlan | null {
  const { matrix } = active;
  if (matrix === null) return null;
  const isOpenNow = (name: string): boolean =>
    isOpen(calendars.calendar(active.versionOf('calendar', name)).hours, facts.now);
  const row = matrix.rows.find(({ when }) => fits(when, facts, isOpenNow));
  const plan = row?.plan ?? matrix.otherwise;
  return {
    policyVersionId: active.versionOf('policy', plan.policy),
    pathVersionId: plan.path === undefined ? null : active.versionOf('path', plan.path),
    because: {
      versionId: matrix.versionId,
      rowId: row?.id ?? null,
      matched: row === undefined ? [] : fieldsOf(row.when),
    },
  };
}

/** Whether the matrix looks at a field at all: a change of another changes no plan. */
export function asksAbout(matrix: Matrix, field: MatrixField): boolean {
  return matrix.rows.some(({ when }) => when[field] !== undefined);
}

/** The conditions a row has. */
export function fieldsOf(when: MatrixConditions): MatrixField[] {
  return (Object.keys(when) as MatrixField[]).filter((field) => when[field] !== undefined);
}

/** Every plan a matrix can give: of its rows in order, then what is given otherwise. */
export function plansOf({ rows, otherwise }: Pick<Matrix, 'rows' | 'otherwise'>): Plan[] {
  return [...rows.map(({ plan }) => plan), otherwise];
}

function fits(when: MatrixConditions, facts: MatrixFacts, isOpenNow: (calendar: string) => boolean): boolean {
  const { topics, severities, channels, customerTiers, languages, hours } = when;
  return (
    has(topics, facts.topic) &&
    has(severities, facts.severity) &&
    has(channels, facts.channel) &&
    (customerTiers === undefined || (facts.customerTier !== null && customerTiers.includes(facts.customerTier))) &&
    has(languages, facts.language) &&
    (hours === undefined || isOpenNow(hours.calendar) === (hours.state === 'open'))
  );
}

function has<Value>(allowed: Value[] | undefined, value: Value): boolean {
  return allowed === undefined || allowed.includes(value);
}
