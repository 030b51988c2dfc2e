import type { TicketRow as ListedTicket } from '#contract/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';
import type { Config } from '#core/ticket/context.ts';
import type { NextEventKind } from '#core/ticket/due.ts';
import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import type { Role } from '#core/people/roles.ts';
import { clockView } from './clock-view.ts';
import { LAST_LINE } from './last-line-store.ts';
import type { TicketRow } from './row.ts';
import { SHOWN, shownClock, versionsShown, type Shown } from './shown.ts';

/** What a list shows of a ticket, with names, as `LISTED` reads it. */
export type ListedRow = Pick<
  TicketRow,
  | 'id'
  | 'status'
  | 'severity'
  | 'topic'
  | 'tags'
  | 'channel'
  | 'language'
  | 'requester_id'
  | 'team_id'
  | 'tier'
  | 'assignee_id'
  | 'policy_version_id'
  | 'first_contact_at'
  | 'last_event_at'
> & {
  number: number;
  subject: string;
  next_event_at: Instant | null;
  next_event_kind: NextEventKind | null;
  requester_name: string;
  requester_role: Role;
  team_name: string;
  assignee_name: string | null;
  assignee_role: Role | null;
  last_line: string | null;
  shown: Shown;
};

/**
 * Columns and joins for `ListedRow`; `t` is the ticket. Few of both: of fifty rows each column costs the database and us
 * 20 microseconds, each join 100.
 */
export const LISTED = {
  columns: `t.id, t.number, t.subject, t.status, t.severity, t.topic, t.tags, t.channel, t.language, t.requester_id,
    t.team_id, t.tier, t.assignee_id, t.policy_version_id, t.first_contact_at, t.last_event_at, t.next_event_at,
    t.next_event_kind, requester.name as requester_name, requester.role as requester_role, team.name as team_name,
    assignee.name as assignee_name, assignee.role as assignee_role, ${LAST_LINE} as last_line, ${SHOWN} as shown`,
  joins: `join person requester on requester.id = t.requester_id
    join team on team.id = t.team_id
    left join person assignee on assignee.id = t.assignee_id`,
};

/** The versions a row names, to be read before it is shown. */
export const versionsOf = ({ policy_version_id, shown }: ListedRow): VersionId[] => [
  policy_version_id,
  ...versionsShown(shown),
];

/** How `reader` sees a row at `now`. */
export const listed = (row: ListedRow, reader: PersonId, config: Config, now: Instant): ListedTicket => {
  const clock = shownClock(row.shown);
  const [, others, live] = row.shown;
  return {
    id: row.id,
    number: row.number,
    subject: row.subject,
    lastLine: row.last_line?.trimEnd() ?? '',
    status: row.status,
    severity: row.severity,
    topic: row.topic,
    tags: row.tags,
    channel: row.channel,
    language: row.language,
    requester: { id: row.requester_id, name: row.requester_name, role: row.requester_role },
    team: { id: row.team_id as TeamId, name: row.team_name },
    tier: row.tier,
    assignee:
      row.assignee_id === null
        ? null
        : { id: row.assignee_id, name: row.assignee_name ?? '', role: row.assignee_role ?? 'agent' },
    firstContactAt: row.first_contact_at,
    lastEventAt: row.last_event_at,
    nextEvent: nextOf(row),
    clock: clock === null ? null : clockView(clock, config.policy(row.policy_version_id).name, config, now),
    otherClocks: others,
    escalation: live === null ? null : liveOf(live, reader, config),
  };
};

const nextOf = (row: ListedRow): ListedTicket['nextEvent'] => {
  const { next_event_at: at, next_event_kind: kind } = row;
  return at === null || at === NEVER || kind === null ? null : { at, kind };
};

const liveOf = (
  [id, status, pathVersionId, stepIndex, told]: NonNullable<Shown[2]>,
  reader: PersonId,
  config: Config,
): ListedTicket['escalation'] => ({
  id,
  status,
  stepIndex,
  stepCount: config.path(pathVersionId).steps.length,
  toldMe: told.includes(reader),
});
