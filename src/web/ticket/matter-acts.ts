import type {
  ApplyPath,
  BeginMaintenance,
  DeEscalate,
  LinkTicket,
  SetRequester,
  Silence,
  SnoozeTicket,
  SplitMessage,
} from '#contract/act.ts';
import type { AskApproval, DecideApproval, DelegateApproval } from '#contract/approval.ts';
import type { DecideDispute, HandBackLeg, OpenDispute, OpenLeg, ReturnLeg } from '#contract/leg.ts';
import type { AskQuestion } from '#contract/question.ts';
import type { ReportSignal } from '#contract/signal.ts';

type Without<Body> = Omit<Body, 'commandId'>;
/** Method, path below the ticket, and what goes with it. */
export type Asked = ['post' | 'put' | 'delete', string, object];

/** What is done about a climb, a part handed over, an approval, a question, or where the ticket belongs. */
export type MatterAct =
  | { type: 'answer_offer'; accepts: boolean }
  | { type: 'take_back' | 'end_silence'; escalationId: number }
  | ({ type: 'silence'; escalationId: number } & Without<Silence>)
  | ({ type: 'de_escalate'; escalationId: number } & Without<DeEscalate>)
  | ({ type: 'apply_path'; escalationId: number } & Without<ApplyPath>)
  | ({ type: 'signal' } & Without<ReportSignal>)
  | ({ type: 'begin_maintenance' } & Without<BeginMaintenance>)
  | ({ type: 'open_leg' } & Without<OpenLeg>)
  | { type: LegAnswer; legId: number }
  | ({ type: 'return_leg'; legId: number } & Without<ReturnLeg>)
  | ({ type: 'hand_back_leg'; legId: number } & Without<HandBackLeg>)
  | ({ type: 'open_dispute' } & Without<OpenDispute>)
  | ({ type: 'decide_dispute'; legId: number } & Without<DecideDispute>)
  | ({ type: 'ask_approval' } & Without<AskApproval>)
  | ({ type: 'decide_approval'; approvalId: number } & Without<DecideApproval>)
  | ({ type: 'delegate_approval'; approvalId: number } & Without<DelegateApproval>)
  | { type: 'withdraw_approval'; approvalId: number }
  | ({ type: 'ask_question' } & Without<AskQuestion>)
  | { type: 'ask_again'; questionId: number; text: string }
  | { type: 'withdraw_question'; questionId: number }
  | ({ type: 'snooze' } & Without<SnoozeTicket>)
  | ({ type: 'split' } & Without<SplitMessage>)
  | { type: 'merge'; intoTicketId: number }
  | ({ type: 'link'; otherId: number } & Without<LinkTicket>)
  | { type: 'unlink'; otherId: number }
  | ({ type: 'set_requester' } & Without<SetRequester>)
  | { type: 'end_snooze' | 'end_maintenance' | 'unmerge' | 'spam' | 'no_spam' };

const LEG_ANSWERS = {
  take_leg: 'acknowledgement',
  finish_leg: 'completion',
  withdraw_leg: 'withdrawal',
  take_leg_back: 'hand-back/acknowledgement',
} as const;
export type LegAnswer = keyof typeof LEG_ANSWERS;

/** How the server is asked for it. */
export function askedOfMatter(act: MatterAct): Asked {
  switch (act.type) {
    case 'answer_offer':
      return ['put', 'offer', body(act)];
    case 'take_back':
      return ['delete', `escalations/${act.escalationId}/acknowledgement`, {}];
    case 'silence':
      return ['put', `escalations/${act.escalationId}/silence`, body(act)];
    case 'end_silence':
      return ['delete', `escalations/${act.escalationId}/silence`, {}];
    case 'de_escalate':
      return ['put', `escalations/${act.escalationId}/de-escalation`, body(act)];
    case 'apply_path':
      return ['put', `escalations/${act.escalationId}/path`, body(act)];
    case 'signal':
      return ['post', 'signals', body(act)];
    case 'open_leg':
      return ['post', 'legs', body(act)];
    case 'take_leg':
    case 'finish_leg':
    case 'withdraw_leg':
    case 'take_leg_back':
      return ['put', `legs/${act.legId}/${LEG_ANSWERS[act.type]}`, {}];
    case 'return_leg':
      return ['put', `legs/${act.legId}/return`, body(act)];
    case 'hand_back_leg':
      return ['put', `legs/${act.legId}/hand-back`, body(act)];
    case 'open_dispute':
      return ['post', 'disputes', body(act)];
    case 'decide_dispute':
      return ['put', `legs/${act.legId}/decision`, body(act)];
    case 'ask_approval':
      return ['post', 'approvals', body(act)];
    case 'decide_approval':
      return ['put', `approvals/${act.approvalId}/decision`, body(act)];
    case 'delegate_approval':
      return ['put', `approvals/${act.approvalId}/delegate`, body(act)];
    case 'withdraw_approval':
      return ['put', `approvals/${act.approvalId}/withdrawal`, {}];
    case 'ask_question':
      return ['post', 'questions', body(act)];
    case 'ask_again':
      return ['post', `questions/${act.questionId}/messages`, body(act)];
    case 'withdraw_question':
      return ['put', `questions/${act.questionId}/withdrawal`, {}];
    default:
      return askedOfPlace(act);
  }
}

type PlaceAct = Extract<
  MatterAct,
  {
    type:
      | 'begin_maintenance'
      | 'end_maintenance'
      | 'snooze'
      | 'end_snooze'
      | 'split'
      | 'merge'
      | 'unmerge'
      | 'spam'
      | 'no_spam'
      | 'link'
      | 'unlink'
      | 'set_requester';
  }
>;

/** Where it belongs, whose it is, and when somebody looks at it. */
function askedOfPlace(act: PlaceAct): Asked {
  switch (act.type) {
    case 'begin_maintenance':
      return ['put', 'maintenance', body(act)];
    case 'end_maintenance':
      return ['delete', 'maintenance', {}];
    case 'snooze':
      return ['put', 'snooze', body(act)];
    case 'end_snooze':
      return ['delete', 'snooze', {}];
    case 'set_requester':
      return ['put', 'requester', body(act)];
    case 'link':
      return ['put', `links/${act.otherId}`, body(act)];
    case 'unlink':
      return ['delete', `links/${act.otherId}`, {}];
    case 'split':
      return ['post', 'splits', body(act)];
    case 'merge':
      return ['put', 'merge', body(act)];
    case 'unmerge':
      return ['delete', 'merge', {}];
    case 'spam':
      return ['put', 'spam', {}];
    case 'no_spam':
      return ['delete', 'spam', {}];
  }
}

interface Addressed {
  type: string;
  escalationId?: number;
  legId?: number;
  approvalId?: number;
  questionId?: number;
  otherId?: number;
}

/** What the act says, without what only chooses the address. */
export function body(act: Addressed): object {
  const {
    type: _type,
    escalationId: _escalation,
    legId: _leg,
    approvalId: _approval,
    questionId: _question,
    otherId: _other,
    ...said
  } = act;
  return said;
}
