import type { TicketDetail } from '#contract/ticket.ts';
import { AskApprovalDialog } from '#web/approval/AskApprovalDialog.tsx';
import { DeEscalateDialog } from '#web/escalation/DeEscalateDialog.tsx';
import { liveEscalation } from '#web/escalation/live-escalation.ts';
import { OpenLegDialog } from '#web/leg/OpenLegDialog.tsx';
import { MergeDialog } from '#web/merge/MergeDialog.tsx';
import { AskQuestionDialog } from '#web/question/AskQuestionDialog.tsx';
import { KeepOutDialog } from '#web/ticket/KeepOutDialog.tsx';
import type { Matter } from '#web/ticket/matters.ts';
import { SilenceDialog, SnoozeDialog } from '#web/ticket/PickDialog.tsx';
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
    case 'snooze':
      return <SnoozeDialog {...shared} />;
    case 'merge':
      return <MergeDialog {...shared} />;
    case 'silence':
      return escalationId === undefined ? null : <SilenceDialog {...shared} escalationId={escalationId} />;
    case 'de_escalate':
      return escalationId === undefined ? null : <DeEscalateDialog {...shared} escalationId={escalationId} />;
  }
}
