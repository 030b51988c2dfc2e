import type { TicketDetail } from '#contract/ticket.ts';
import { AskApprovalDialog } from '#web/approval/AskApprovalDialog.tsx';
import { ApplyPathDialog } from '#web/escalation/ApplyPathDialog.tsx';
import { DeEscalateDialog } from '#web/escalation/DeEscalateDialog.tsx';
import { liveEscalation } from '#web/escalation/live-escalation.ts';
import { OpenDisputeDialog } from '#web/leg/OpenDisputeDialog.tsx';
import { OpenLegDialog } from '#web/leg/OpenLegDialog.tsx';
import { LinkDialog } from '#web/link/LinkDialog.tsx';
import { MergeDialog } from '#web/merge/MergeDialog.tsx';
import { AskQuestionDialog } from '#web/question/AskQuestionDialog.tsx';
import { KeepOutDialog } from '#web/ticket/KeepOutDialog.tsx';
import type { Matter } from '#web/ticket/matters.ts';
import { PlannedWorkDialog, SilenceDialog, SnoozeDialog } from '#web/ticket/PickDialog.tsx';
import { SetRequesterDialog } from '#web/ticket/SetRequesterDialog.tsx';
import { TopicDialog } from '#web/ticket/TopicDialog.tsx';

interface Props {
  matter: Matter;
  ticket: TicketDetail;
  onClose: () => void;
}

/** The dialog of an act that is done seldom; all of them are fetched with the first that is asked for. */
export function MatterDialog({ matter, ...shared }: Props) {
  const escalationId = liveEscalation(shared.ticket)?.id;
  switch (matter) {
    case 'topic':
      return <TopicDialog {...shared} />;
    case 'keep_out':
      return <KeepOutDialog {...shared} />;
    case 'open_leg':
      return <OpenLegDialog {...shared} />;
    case 'ask_approval':
      return <AskApprovalDialog {...shared} />;
    case 'ask_question':
      return <AskQuestionDialog {...shared} />;
    case 'open_dispute':
      return <OpenDisputeDialog {...shared} />;
    case 'set_requester':
      return <SetRequesterDialog {...shared} />;
    case 'link':
      return <LinkDialog {...shared} />;
    case 'begin_maintenance':
      return <PlannedWorkDialog {...shared} />;
    case 'snooze':
      return <SnoozeDialog {...shared} />;
    case 'merge':
      return <MergeDialog {...shared} />;
    case 'silence':
      return escalationId === undefined ? null : <SilenceDialog {...shared} escalationId={escalationId} />;
    case 'apply_path':
      return escalationId === undefined ? null : <ApplyPathDialog {...shared} escalationId={escalationId} />;
    case 'de_escalate':
      return escalationId === undefined ? null : <DeEscalateDialog {...shared} escalationId={escalationId} />;
  }
}
