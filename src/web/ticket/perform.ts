import type {
  Escalate,
  HandBackBody,
  ReturnEscalation,
  SetSeverity,
  SetStatus,
  WriteNote,
  WriteReply,
} from '#contract/act.ts';
import type { RecordAttempt } from '#contract/signal.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { api } from '#web/app/api.ts';
import { askedOfMatter, body, type Asked, type MatterAct } from '#web/ticket/matter-acts.ts';

type Without<Body> = Omit<Body, 'commandId'>;

/** One act on a ticket, as the server is asked for it. */
export type Act =
  /** `after`: what the ticket becomes with it. */
  | ({ type: 'reply'; after?: WriteReply['then'] } & Omit<Without<WriteReply>, 'then'>)
  | ({ type: 'note' } & Without<WriteNote>)
  | { type: 'withdraw'; messageId: number }
  | { type: 'assign'; assigneeId: number | null; teamId?: number }
  | { type: 'team'; teamId: number }
  | { type: 'status'; status: SetStatus['status'] }
  | { type: 'severity'; severity: SetSeverity['severity'] }
  | { type: 'topic'; topic: string }
  | { type: 'tags'; tags: readonly string[] }
  | ({ type: 'escalate' } & Without<Escalate>)
  | ({ type: 'attempt' } & Without<RecordAttempt>)
  | { type: 'resume_automation' }
  | { type: 'acknowledge'; escalationId: number }
  | ({ type: 'return'; escalationId: number } & Without<ReturnEscalation>)
  | ({ type: 'hand_back'; escalationId: number } & Without<HandBackBody>)
  | { type: 'acknowledge_hand_back'; escalationId: number }
  | { type: 'exclude' | 'let_back'; personId: number }
  | MatterAct;

/** Method, path below the ticket, and what goes with it. */
function asked(act: Act): Asked {
  switch (act.type) {
    case 'reply': {
      const { after, ...said } = act;
      // oxlint-disable-next-line unicorn/no-thenable -- the API's name; this object is only written as JSON
      return ['post', 'replies', { ...body(said), then: after ?? null }];
    }
    case 'note':
      return ['post', 'notes', body(act)];
    case 'withdraw':
      return ['delete', `replies/${act.messageId}`, {}];
    case 'assign':
      return ['put', 'assignee', body(act)];
    case 'team':
      return ['put', 'team', body(act)];
    case 'status':
      return ['put', 'status', body(act)];
    case 'severity':
      return ['put', 'severity', body(act)];
    case 'topic':
      return ['put', 'topic', body(act)];
    case 'tags':
      return ['put', 'tags', body(act)];
    case 'escalate':
      return ['post', 'escalations', body(act)];
    case 'attempt':
      return ['post', 'attempts', body(act)];
    case 'resume_automation':
      return ['delete', 'automation-stop', {}];
    case 'acknowledge':
      return ['put', `escalations/${act.escalationId}/acknowledgement`, {}];
    case 'return':
      return ['put', `escalations/${act.escalationId}/return`, body(act)];
    case 'hand_back':
      return ['put', `escalations/${act.escalationId}/hand-back`, body(act)];
    case 'acknowledge_hand_back':
      return ['put', `escalations/${act.escalationId}/hand-back/acknowledgement`, {}];
    case 'exclude':
      return ['put', `exclusions/${act.personId}`, {}];
    case 'let_back':
      return ['delete', `exclusions/${act.personId}`, {}];
    default:
      return askedOfMatter(act);
  }
}

/** Does one act once, however often it is sent with the same `commandId`; gives back the ticket as it is then. */
export function perform(ticketId: number, act: Act, commandId: string): Promise<TicketDetail> {
  const [method, path, said] = asked(act);
  return api[method]<TicketDetail>(`/api/tickets/${ticketId}/${path}`, { ...said, commandId });
}
