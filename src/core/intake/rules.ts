import type { TeamId, VersionId } from '#core/ids.ts';
import { plainPhrase, plainWords, saysPhrase } from '#core/intake/words.ts';
import type { Channel, Severity } from '#core/ticket/ticket.ts';

/** What a rule asks of a first message; all that is named must hold, and of a list any one. */
export interface IntakeConditions {
  /** Addresses of mailboxes, in lower case. */
  mailboxes?: string[];
  channels?: Channel[];
  /** Fields of the form it was written in; each must have one of its values, compared without case. */
  fields?: { name: string; values: string[] }[];
  /** The operator's own words or phrases, in subject or text; a star at the end lets the last word go on. */
  words?: string[];
  customerTiers?: string[];
}

/** What a rule says of a ticket; at least one of them. */
export interface IntakeResult {
  topic?: string;
  severity?: Severity;
  teamId?: TeamId;
}

export interface IntakeRule {
  /** The operator's own name for it, unlike every other's. */
  id: string;
  when: IntakeConditions;
  give: IntakeResult;
}

/** An immutable version of the intake rules, in the order in which they are asked. */
export interface IntakeRules {
  kind: 'intake_rules';
  versionId: VersionId;
  name: string;
  rules: IntakeRule[];
}

/** What is known of a first message before it is a ticket. */
export interface Arrival {
  /** The address it came to; null when it came otherwise. */
  mailbox: string | null;
  channel: Channel;
  fields: Readonly<Record<string, string>>;
  subject: string;
  /** Without quote and signature. */
  text: string;
  customerTier: string | null;
}

/** Which rule of which version decided each part; a part that no rule decided is left out. */
export interface IntakeMatch {
  versionId: VersionId;
  topic?: string;
  severity?: string;
  team?: string;
  /** Which fields of the form these rules asked for, and the rules' own word for what stood in them. */
  fields?: { rule: string; name: string; value: string }[];
}

/** What the rules say of an arrival. A part no rule decides is left out. */
export interface Sorted extends IntakeResult {
  /** null when there are no rules, or none fitted. */
  because: IntakeMatch | null;
}

/** What whoever opened it said of it. */
export type SaidAlready = { [Part in keyof IntakeResult]?: IntakeResult[Part] | undefined };

/** As much of a text is looked through. */
const MOST_LETTERS = 20_000;

/**
 * Asks the rules in order: of each part the first rule that fits and says something of it decides. Of what is `said`
 * already no rule is asked.
 */
export function sortArrival(arrival: Arrival, rules: IntakeRules | null, said: SaidAlready = {}): Sorted {
  if (rules === null) return { because: null };
  const plain = plainWords(`${arrival.subject}\n${arrival.text}`.slice(0, MOST_LETTERS));
  const sorted: IntakeResult = {};
  const because: IntakeMatch = { versionId: rules.versionId };
  for (const { id, when, give } of rules.rules) {
    const topic = (said.topic ?? because.topic) === undefined ? give.topic : undefined;
    const severity = (said.severity ?? because.severity) === undefined ? give.severity : undefined;
    const teamId = (said.teamId ?? because.team) === undefined ? give.teamId : undefined;
    if (topic === undefined && severity === undefined && teamId === undefined) continue;
    if (!fits(when, arrival, plain)) continue;
    if (topic !== undefined) [sorted.topic, because.topic] = [topic, id];
    if (severity !== undefined) [sorted.severity, because.severity] = [severity, id];
    if (teamId !== undefined) [sorted.teamId, because.team] = [teamId, id];
    const matched = (when.fields ?? []).map(({ name, values }) => ({
      rule: id,
      name,
      value: valueIn(arrival.fields[name], values)!,
    }));
    if (matched.length > 0) because.fields = [...(because.fields ?? []), ...matched];
  }
  const decided = Object.keys(sorted).length > 0;
  return { ...sorted, because: decided ? because : null };
}

function fits(when: IntakeConditions, arrival: Arrival, plain: string): boolean {
  const { mailboxes, channels, fields, words, customerTiers } = when;
  return (
    isIn(mailboxes, arrival.mailbox) &&
    isIn(channels, arrival.channel) &&
    isIn(customerTiers, arrival.customerTier) &&
    (fields ?? []).every(({ name, values }) => valueIn(arrival.fields[name], values) !== undefined) &&
    (words === undefined || words.some((phrase) => saysPhrase(plain, plainPhrase(phrase))))
  );
}

function isIn<Value>(allowed: Value[] | undefined, value: Value | null): boolean {
  return allowed === undefined || (value !== null && allowed.includes(value));
}

/** Which of the values stands in a field. */
function valueIn(given: string | undefined, values: string[]): string | undefined {
  const plain = given?.trim().toLowerCase();
  return values.find((value) => value.trim().toLowerCase() === plain);
}
