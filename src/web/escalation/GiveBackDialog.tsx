import type { ReactNode } from 'react';
import type { HandBackBody, ReturnEscalation } from '#contract/act.ts';
import { HAND_BACK_REASONS, RETURN_REASONS } from '#core/escalation/escalation.ts';
import { t } from '#web/app/i18n.ts';
import { AskDialog } from '#web/ticket/AskDialog.tsx';
import type { Act } from '#web/ticket/perform.ts';

interface Props<Reason> {
  ticketId: number;
  /** What it does, before one does it. */
  text: string;
  act: (given: { reason: Reason; words: string }) => Act;
  children?: ReactNode;
  onClose: () => void;
}

/** Refusing what one was called or asked for: why, in a digit, and a few words. */
export const ReturnDialog = ({ act, ...shared }: Props<ReturnEscalation['reason']>) => (
  <AskDialog
    {...shared}
    title={t('web.return.title')}
    choices={{
      label: t('web.escalate.why'),
      of: RETURN_REASONS.map((value) => ({ value, words: t(`web.return.reason.${value}`) })),
    }}
    words={{ label: t('web.escalate.words'), placeholder: t('web.return.placeholder') }}
    act={({ choice, words }) => (choice === null ? null : act({ reason: choice, words }))}
    verb={t('web.return.do')}
    done={t('web.return.done')}
  />
);

/** Giving down what one holds: why, to whom where there is a choice (`children`), and what is left to do. */
export const HandBackDialog = ({ act, ...shared }: Props<HandBackBody['reason']>) => (
  <AskDialog
    {...shared}
    title={t('web.hand_back.title')}
    choices={{
      label: t('web.escalate.why'),
      of: HAND_BACK_REASONS.map((value) => ({ value, words: t(`web.hand_back.reason.${value}`) })),
    }}
    words={{ label: t('web.escalate.words'), placeholder: t('web.hand_back.placeholder') }}
    act={({ choice, words }) => (choice === null ? null : act({ reason: choice, words }))}
    verb={t('web.hand_back.do')}
    done={t('web.hand_back.done')}
  />
);
