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
  same_status: 409,
  same_assignee: 409,
  assignee_unknown: 422,
};

/** A refusal as the answer to a request. */
export const refused = (code: RefusalCode): HttpProblem => new HttpProblem(STATUS_OF[code], code);
