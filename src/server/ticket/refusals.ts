import type { RefusalCode } from '#core/ticket/command.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';

/** The one table that says what a refusal is in HTTP. */
export const STATUS_OF: Record<RefusalCode, 403 | 404 | 409 | 422> = {
  not_allowed: 403,
  not_found: 404,
  already_open: 409,
  ticket_closed: 409,
  ticket_solved: 409,
  already_escalated: 409,
  not_escalated: 409,
  already_acknowledged: 409,
  not_acknowledged: 409,
  not_holder: 409,
  not_reminded: 409,
  escalation_silenced: 409,
  not_silenced: 409,
  in_maintenance: 409,
  not_in_maintenance: 409,
  moment_past: 422,
  nobody_to_tell: 409,
  path_in_use: 409,
  same_status: 409,
  same_assignee: 409,
  assignee_unknown: 422,
  assignee_excluded: 422,
  same_team: 409,
  same_severity: 409,
  same_topic: 409,
  same_tags: 409,
  too_many_tags: 422,
  already_sent: 409,
  not_told: 409,
  last_resort_stays: 409,
  already_offered: 409,
  not_handed_back: 409,
  not_receiver: 409,
  receiver_missing: 422,
  receiver_unknown: 422,
  person_unknown: 422,
  already_excluded: 409,
  not_excluded: 409,
  excludes_self: 409,
  last_resort_excluded: 409,
};

/** A refusal as the answer to a request. */
export const refused = (code: RefusalCode): HttpProblem => new HttpProblem(STATUS_OF[code], code);
