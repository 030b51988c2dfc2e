import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Severity, TicketStatus } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { HistoryRow } from './row.ts';

/** Who is who in the company that lives the history. */
export interface Cast {
  team(name: string | null): TeamId;
  agent(name: string | null): PersonId;
  caller(name: string | null): PersonId;
  policyVersionId: VersionId;
}

/** A command of a history in its place: what was done to which ticket, by whom, when. */
export interface HistoryAct {
  number: string;
  line: number;
  /** The order of all acts of a history. */
  order: Instant;
  at: Instant;
  actor: Actor;
  /** Of an `open`, the message's id is the door's to draw. */
  command: TicketCommand;
}

/** Where a ticket's history has got to. */
interface Known {
  status: TicketStatus;
  severity: Severity;
  topic: string;
  team: string | null;
  assignee: string | null;
}

const WITHOUT_TOPIC = 'general';
const WITHOUT_SEVERITY: Severity = 'S3';

/**
 * The commands of one ticket's rows, oldest first. What a row does not say stays as it was; before it is first said, the
 * first that is said counts: an unknown group is no other group. An empty assignee is nobody. The ticket opens when its
 * requester first turned up, and takes each row's changes at that row's moment; a row that says Resolved solves it
 * again, for the other desk dates the solution anew. `carriedOver` says up to when clocks that began only measure.
 */
export function actsOf(
  rows: readonly HistoryRow[],
  cast: Cast,
  carriedOver: { importedUntil?: Instant },
): HistoryAct[] {
  const [first] = rows;
  if (first === undefined) return [];
  const known: Known = {
    status: 'new',
    severity: first.severity ?? firstSaid(rows, 'severity') ?? WITHOUT_SEVERITY,
    topic: firstSaid(rows, 'topic') ?? WITHOUT_TOPIC,
    team: firstSaid(rows, 'team'),
    assignee: null,
  };
  const at = first.openedAt ?? first.at;
  const opening: HistoryAct = {
    number: first.number,
    line: first.line,
    // some desks note a change before the moment at which they say the matter was opened
    order: Math.min(at, first.at),
    at,
    actor: actorOf(first, known, cast),
    command: {
      type: 'open',
      severity: known.severity,
      topic: known.topic,
      channel: first.channel,
      language: 'en',
      requesterId: cast.caller(first.caller),
      organisationId: null,
      teamId: cast.team(known.team),
      policyVersionId: cast.policyVersionId,
      messageId: 0,
      receivedAt: at,
      ...carriedOver,
    },
  };
  return [opening, ...rows.flatMap((row) => changesOf(row, known, cast))];
}

function firstSaid<Field extends 'severity' | 'topic' | 'team'>(
  rows: readonly HistoryRow[],
  field: Field,
): HistoryRow[Field] {
  return rows.find((row) => row[field] !== null)?.[field] ?? null;
}

function changesOf(row: HistoryRow, known: Known, cast: Cast): HistoryAct[] {
  const commands = [...given(row, known, cast), ...labelled(row, known)];
  const status = statusOf(row, known);
  // nothing is done to a closed ticket before it is open again
  if (known.status === 'closed') commands.unshift(...status);
  else commands.push(...status);
  known.status = row.status ?? known.status;
  known.severity = row.severity ?? known.severity;
  known.topic = row.topic ?? known.topic;
  known.team = row.team ?? known.team;
  known.assignee = row.assignee;
  const actor = actorOf(row, known, cast);
  return commands.map((command) => ({
    number: row.number,
    line: row.line,
    order: row.at,
    at: row.at,
    actor,
    command,
  }));
}

function given(row: HistoryRow, known: Known, cast: Cast): TicketCommand[] {
  const team = row.team ?? known.team;
  if (team === known.team && row.assignee === known.assignee) return [];
  const assigneeId = row.assignee === null ? null : cast.agent(row.assignee);
  return [{ type: 'assign', assigneeId, teamId: cast.team(team) }];
}

function labelled({ severity, topic }: HistoryRow, known: Known): TicketCommand[] {
  return [
    ...(severity === null || severity === known.severity ? [] : [{ type: 'set_severity', severity } as const]),
    ...(topic === null || topic === known.topic ? [] : [{ type: 'set_topic', topic } as const]),
  ];
}

function statusOf({ status }: HistoryRow, known: Known): TicketCommand[] {
  if (status === null) return [];
  return status === known.status && status !== 'solved' ? [] : [{ type: 'record_status', to: status }];
}

function actorOf(row: HistoryRow, known: Known, cast: Cast): Actor {
  const personId = cast.agent(row.by);
  return { kind: 'person', personId, role: 'agent', teamIds: [cast.team(known.team)], leadOf: [] };
}
