import { rulesDraft, type RulesDraft, type SimulationView } from '#contract/simulation.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import { assumedFrom, decisionsIn } from '#core/simulate/assumed.ts';
import { differing, outcomeOf } from '#core/simulate/outcome.ts';
import { run } from '#core/simulate/run.ts';
import { scriptOf, type Script } from '#core/simulate/script.ts';
import type { SimulatedPerson } from '#core/simulate/staff.ts';
import type { AssumedDecision, World } from '#core/simulate/world.ts';
import type { Duration, Instant } from '#core/time.ts';
import { readCustomerTiers } from '#server/people/organisation-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { FieldProblem } from '#server/platform/http/problem.ts';
import { readActiveConfig } from '#server/sla/config-active-store.ts';
import { readActive } from '#server/sla/config-read-store.ts';
import { createConfigCache } from '#server/sla/config-store.ts';
import { readLogs } from '#server/ticket/event-store.ts';
import { withDraft, type LiveConfig } from '#server/sla/config-overlay-store.ts';
import { companyUnder, readCompany } from './company.ts';
import { hourIn } from './hour.ts';
import { boundsOf, ticketsBetween } from './ticket-read-store.ts';
import { viewOf } from './view.ts';

/** What to simulate; instants of first contact, `until` excluded. */
export interface Wish {
  draft: RulesDraft;
  from: Instant | null;
  until: Instant | null;
  answersAfterMs: Duration | null;
  /** Null when there is no such zone. */
  timeZone: string;
  /** More tickets than this are refused. */
  most: number;
  /** Tickets this person is kept away from are left out; null = none. */
  exceptFor: PersonId | null;
}

export type Simulated =
  | { ok: true; simulation: SimulationView }
  | { ok: false; code: 'draft_invalid' | 'no_such_zone' | 'too_many_tickets' | 'no_tickets'; errors?: FieldProblem[] };

/** How far it has come: logs that are read, then versions that are lived. */
export type Progress = (doing: 'reads' | 'lives', done: number, of: number) => void;

const AT_ONCE = 1_000;

/**
 * Lives the tickets of a time again through the rules that are live now and through a draft, and compares. Reads only;
 * `tx` should see one moment of the database (repeatable read).
 */
export async function simulate(tx: Tx, wish: Wish, progress: Progress = () => {}): Promise<Simulated> {
  const hourOf = hourIn(wish.timeZone);
  if (hourOf === null) return { ok: false, code: 'no_such_zone' };
  // while two versions of many tickets are lived, nothing is asked of the database
  await tx.query('set local idle_in_transaction_session_timeout = 0');
  const bounds = await boundsOf(tx);
  const [from, until] = [wish.from ?? bounds?.first ?? 0, wish.until ?? (bounds?.last ?? 0) + 1];
  const ids = await ticketsBetween(tx, { from, until, limit: wish.most + 1, exceptFor: wish.exceptFor });
  if (ids.length === 0) return { ok: false, code: 'no_tickets' };
  if (ids.length > wish.most) return { ok: false, code: 'too_many_tickets' };
  const company = await readCompany(tx, from, until);
  const { scripts, decisions } = await readScripts(tx, ids, company.people, progress);
  const live = await liveConfig(tx, scripts);
  const drafted = await withDraft(tx, live, wish.draft);
  if (!drafted.ok) return { ok: false, code: 'draft_invalid', errors: drafted.errors };
  const manned = await companyUnder(tx, company, rulesDraft.parse(wish.draft));
  if (!manned.ok) return { ok: false, code: 'draft_invalid', errors: manned.errors };
  const organisations = scripts.flatMap(({ acts }) => {
    const command = acts[0]?.command;
    return command?.type === 'open' ? (command.organisationId ?? []) : [];
  });
  const customerTiers = await readCustomerTiers(tx, organisations);
  const { answersAfterMs } = wish;
  const decides = assumedFrom(decisions);
  const world: Pick<World, 'customerTiers' | 'answersAfterMs' | 'decides' | 'until'> = {
    customerTiers,
    answersAfterMs,
    decides,
    until,
  };
  progress('lives', 0, 2);
  const lived = run(scripts, { ...world, ...company, config: live });
  progress('lives', 1, 2);
  const other = run(scripts, { ...world, ...manned.company, config: drafted.config });
  progress('lives', 2, 2);
  const found = {
    live: { config: live, outcome: outcomeOf(lived, hourOf) },
    draft: { config: drafted.config, outcome: outcomeOf(other, hourOf) },
    assumed: {
      answersAfterMs,
      replies: repliesIn(scripts),
      decides: decides === null ? null : { ...decides, of: decisions.length },
    },
    differing: differing(lived, other),
  };
  return { ok: true, simulation: await viewOf(tx, { tickets: scripts.length, from, until, ...found }) };
}

/** What happened to these tickets from outside, and how people decided what was asked of them. */
async function readScripts(
  tx: Tx,
  ids: TicketId[],
  people: SimulatedPerson[],
  progress: Progress,
): Promise<{ scripts: Script[]; decisions: AssumedDecision[] }> {
  const actors = new Map(
    people.map(({ id, role, teamIds, leadOf }): [PersonId, Actor] => [
      id,
      { kind: 'person', personId: id, role, teamIds, leadOf },
    ]),
  );
  const actorOf = (personId: PersonId): Actor =>
    actors.get(personId) ?? { kind: 'person', personId, role: 'agent', teamIds: [], leadOf: [] };
  const scripts: Script[] = [];
  const decisions: AssumedDecision[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const logs = await readLogs(tx, ids.slice(at, at + AT_ONCE));
    for (const [ticketId, log] of logs) {
      decisions.push(...decisionsIn(log));
      const script = scriptOf(ticketId, log, actorOf);
      if (script !== null) scripts.push(script);
    }
    progress('reads', Math.min(at + AT_ONCE, ids.length), ids.length);
  }
  return { scripts, decisions };
}

const repliesIn = (scripts: readonly Script[]): number =>
  scripts.reduce((sum, { acts }) => sum + acts.filter(({ command }) => command.type === 'accept_reply').length, 0);

/** The rules that something new gets now; a ticket's own policy tells only its name. */
async function liveConfig(tx: Tx, scripts: Script[]): Promise<LiveConfig> {
  const cache = createConfigCache();
  const named = scripts.flatMap(({ acts: [first] }) =>
    first?.command.type === 'open' ? first.command.policyVersionId : [],
  );
  const applied = scripts.flatMap(({ acts }) =>
    acts.flatMap(({ command }) => (command.type === 'apply_path' ? command.pathVersionId : [])),
  );
  const versions = [...named, ...applied];
  for (const kind of ['policy', 'path', 'calendar'] as const) {
    versions.push(...(await readActive(tx, kind)).map(({ versionId }) => versionId));
  }
  await cache.ensure(tx, new Set(versions));
  return { ...cache, active: await readActiveConfig(tx, cache) };
}
