import { openSeats } from '#core/approval/approval.ts';
import type { Path, StepTarget } from '#core/escalation/path.ts';
import type { PersonId, TeamId } from '#core/ids.ts';
import { involvedIn } from '#core/leg/ping-pong.ts';
import { plansOf } from '#core/matrix/choose-plan.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import type { Actor } from '#core/people/roles.ts';
import { isAutomatic, isSaid, isSaidOften, isSpent } from '#core/signal/budget.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Facts } from '#core/ticket/context.ts';
import { dueAt } from '#core/ticket/due.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readApprovalFacts } from '#server/approval/limit-store.ts';
import type { TicketAct } from './act.ts';
import { readRouting } from '#server/queue/queue-store.ts';
import type { ConfigCache } from '#server/sla/config-store.ts';
import { readRoster, type Meant } from './roster-read-store.ts';

/** An act with the ticket it is about; null when there is none (yet). */
export interface Subject {
  act: TicketAct;
  ticket: Ticket | null;
}

/** What gives the ticket to somebody, calls somebody for it, or names somebody. */
const NEEDS_PEOPLE = new Set<TicketCommand['type']>([
  'open',
  'assign',
  'move_to_team',
  'set_severity',
  'set_topic',
  'apply_policy',
  'apply_calendar',
  'retract_reply',
  'escalate',
  'return',
  'hand_back',
  'acknowledge_hand_back',
  'exclude',
  'take_back',
  'apply_path',
  'signal',
  'acknowledge',
  'open_leg',
  'acknowledge_leg',
  'ask_approval',
  'decide_approval',
  'delegate_approval',
  'return_leg',
  'open_dispute',
  'hand_back_leg',
  'finish_leg',
  'withdraw_leg',
  'acknowledge_leg_hand_back',
  'offer',
  'recheck',
  'take_in',
  'merge_into',
  'release',
  'restore',
  'split_off',
  'set_requester',
]);

/** Whether deciding may ask who there is: to give the ticket to somebody, or to call a step that is due. */
function asksForPeople({ act, ticket }: Subject, now: Instant): boolean {
  const { type } = act.command;
  if (NEEDS_PEOPLE.has(type)) return true;
  // What reopens a ticket that was missed calls somebody for it.
  if (ticket?.status === 'solved' && type !== 'tick') return true;
  // whatever is done to it, a ticket that nobody holds may have to be queued
  if (ticket !== null && ticket.assigneeId === null && ticket.status !== 'closed') return true;
  // One that stands still with more used than its new target allows is missed when it runs again.
  if (ticket?.clocks.some(({ overtakenBy, breachedAt }) => overtakenBy !== null && breachedAt === null)) return true;
  // whoever leads is called when programs go in circles
  if (ticket !== null && isStorm(act, ticket, now)) return true;
  const due = ticket === null ? null : dueAt(ticket);
  return due !== null && due <= now;
}

/** Whether an act may be one too many of programs. */
function isStorm({ command, actor }: TicketAct, ticket: Ticket, now: Instant): boolean {
  return (
    (isAutomatic(command, actor) && isSpent(ticket, now)) || (isSaid(command, actor) && isSaidOften(ticket, now, 1))
  );
}

/**
 * Everyone whom the acts may mean: the teams' people, the people and teams the paths name, and the roles that stand
 * above teams. Empty, without asking, when none of the acts needs anybody.
 */
export async function gatherPeople(
  tx: Tx,
  config: ConfigCache,
  subjects: Subject[],
  now: Instant,
): Promise<Pick<Facts, 'roster' | 'routing' | 'approvals'>> {
  const asking = subjects.filter((subject) => asksForPeople(subject, now));
  if (asking.length === 0) return { roster: [] };
  const meant: Meant = { teams: new Set(), people: new Set(), dutyLists: new Set(), skills: new Set() };
  for (const { act, ticket } of asking) {
    if (ticket !== null) meant.teams.add(ticket.teamId);
    if (ticket !== null && ticket.assigneeId !== null) meant.people.add(ticket.assigneeId);
    if (ticket?.distribution?.state === 'offered') meant.people.add(ticket.distribution.to);
    for (const person of havingClimbs(ticket)) meant.people.add(person);
    if ('teamId' in act.command && act.command.teamId !== null) meant.teams.add(act.command.teamId);
    for (const person of [...namedIn(act), ...havingLegs(ticket), ...askedToApprove(ticket)]) meant.people.add(person);
    for (const person of involvedIn(ticket?.watch.passes ?? [])) meant.people.add(person);
    for (const team of teamsAsked(act)) meant.teams.add(team);
  }
  const paths = [...pathsOf(config, asking)];
  for (const path of paths) nameOn(path, meant);
  const routing = await readRouting(tx, [...meant.teams]);
  for (const { teamId } of routing) meant.teams.add(teamId);
  const mayAsk = paths.some(({ steps }) => steps.some(({ needs }) => needs === 'approval'));
  if (!mayAsk && !asking.some(isAboutApproval)) return { roster: await readRoster(tx, meant, now), routing };
  const approvals = await readApprovalFacts(tx, meant);
  for (const delegate of approvals.delegates.values()) meant.people.add(delegate);
  return { roster: await readRoster(tx, meant, now), routing, approvals };
}

/** Whether deciding may ask who approves what. */
function isAboutApproval({ act: { command }, ticket }: Subject): boolean {
  return command.type === 'ask_approval' || (ticket?.approvals ?? []).some(({ status }) => status === 'pending');
}

/** Who may decide the ticket's pending approvals: the next may be somebody above them. */
function askedToApprove(ticket: Ticket | null): PersonId[] {
  return (ticket?.approvals ?? []).flatMap(openSeats).flatMap(({ asked }) => asked);
}

/** The teams a command asks. */
function teamsAsked({ command }: TicketAct): TeamId[] {
  const targets =
    command.type === 'ask_approval'
      ? command.approvers
      : 'target' in command
        ? [command.target]
        : 'against' in command
          ? [command.against]
          : [];
  return targets.flatMap((target) => (target.type === 'team' ? target.teamId : []));
}

/** Who is called for the ticket, who acknowledged it, and who is to have it back. */
function havingClimbs(ticket: Ticket | null): PersonId[] {
  return (ticket?.escalations ?? []).flatMap((each) => {
    if (each.status === 'climbing') return each.told;
    if (each.status !== 'acknowledged') return [];
    return each.handBack === null ? [each.by] : [each.by, each.handBack.to];
  });
}

/** Whom the ticket's open legs wait for: the next may be somebody above them. */
function havingLegs(ticket: Ticket | null): PersonId[] {
  return (ticket?.legs ?? []).flatMap((leg) => {
    if (leg.status === 'ended') return [];
    if (leg.status === 'offered') return [...leg.told, ...leg.asked.slice(-1)];
    return [leg.by, leg.openedBy ?? [], leg.handBack?.to ?? []].flat();
  });
}

const actorId = (actor: Actor): PersonId[] => (actor.kind === 'person' ? [actor.personId] : []);

/** The person a command names beside whoever gives it. */
function namedIn({ command, actor }: TicketAct): PersonId[] {
  switch (command.type) {
    case 'assign':
      return command.assigneeId === null ? [] : [command.assigneeId];
    case 'exclude':
      return [command.personId];
    case 'hand_back':
    case 'hand_back_leg':
      return command.to === null ? [] : [command.to];
    case 'acknowledge':
    case 'acknowledge_leg':
    case 'acknowledge_hand_back':
    case 'acknowledge_leg_hand_back':
      return actorId(actor);
    case 'open_dispute':
      return [command.against.type === 'person' ? command.against.personId : [], actorId(actor)].flat();
    case 'open_leg':
      // whoever opens it, for the chain of their managers
      return [command.target.type === 'person' ? command.target.personId : [], actorId(actor)].flat();
    case 'ask_approval':
      return [
        command.approvers.flatMap((each) => (each.type === 'person' ? each.personId : [])),
        actorId(actor),
      ].flat();
    case 'decide_approval':
      return actorId(actor);
    case 'delegate_approval':
      return [command.to, ...actorId(actor)];
    default:
      return [];
  }
}

/** Every path that deciding the acts may climb. */
export function pathsOf(config: ConfigCache, subjects: Subject[]): Set<Path> {
  const tickets = subjects.flatMap(({ ticket }) => ticket ?? []);
  return new Set([
    ...subjects.flatMap(({ act: { command } }) =>
      command.type === 'apply_path' ? config.path(command.pathVersionId) : [],
    ),
    ...tickets.map((ticket) => config.path(pathOf(ticket, config))),
    ...tickets.flatMap((ticket) => ticket.escalations.map((each) => config.path(each.pathVersionId))),
    ...pathsAhead(config),
  ]);
}

/** What the matrix may send a ticket up, when there is something to choose. */
function pathsAhead({ active, policy, path }: ConfigCache): Path[] {
  if (active?.matrix == null) return [];
  return plansOf(active.matrix).map((plan) =>
    path(
      plan.path === undefined
        ? policy(active.versionOf('policy', plan.policy)).pathVersionId
        : active.versionOf('path', plan.path),
    ),
  );
}

function nameOn(path: Path, meant: Meant): void {
  for (const { targets, fallback } of path.steps)
    for (const target of [...targets, ...fallback]) nameTarget(target, meant);
  for (const person of path.lastResort) meant.people.add(person);
}

function nameTarget(target: StepTarget, meant: Meant): void {
  if ('personId' in target && target.personId !== null) meant.people.add(target.personId);
  if ('personIds' in target) for (const person of target.personIds) meant.people.add(person);
  if ('teamId' in target && target.teamId !== null) meant.teams.add(target.teamId);
  if ('dutyListId' in target) meant.dutyLists.add(target.dutyListId);
  if ('skillId' in target) meant.skills.add(target.skillId);
}
